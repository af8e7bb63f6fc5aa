/** SVG files are inlined as text by the builder. */
declare module '*.svg' {
  const text: string;
  export default text;
}
