/** What went wrong, in the words of whoever refused: what happened, what is still safe, what to do. */

/** The text of an error, a line for each part it has, from the server, the kernel or the page. */
export function errorText(error: unknown): string {
  if (error && typeof error === 'object') {
    const { message, what, safe, fix } = error as Record<string, unknown>;
    const parts = [what ?? message, safe, fix].filter(part => typeof part === 'string' && part !== '');
    if (parts.length > 0) {
      return parts.join('\n');
    }
  }
  return String(error);
}
