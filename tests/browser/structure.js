/** What is wrong with the look of an element: cut, outside the window, overlapping, unreadable, nameless. */
(root, least) => {
  const found = [];
  const name = e => (e.className?.baseVal ?? e.className ?? '').toString().split(' ')[0]
    + ' "' + (e.textContent || '').trim().slice(0, 40) + '"';
  const shown = e => {
    const style = getComputedStyle(e), box = e.getBoundingClientRect();
    const seen = style.visibility !== 'hidden' && style.display !== 'none';
    return seen && box.width > 1 && box.height > 1;
  };
  const isControl = e => e.matches('button, input, select, a, [role=button]');
  const hasText = e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
  const all = [root, ...root.querySelectorAll('*')].filter(shown);
  const leaves = all.filter(e => (isControl(e) || hasText(e))
    && !(e !== root && e.parentElement?.closest('button, [role=button]')));

  for (const e of leaves) {
    const box = e.getBoundingClientRect();
    if (box.left < -1 || box.right > innerWidth + 1) found.push(`outside the window: ${name(e)}`);
    const style = getComputedStyle(e);
    const clips = style.overflowX !== 'visible' && !/auto|scroll/.test(style.overflowX);
    const isWider = e.scrollWidth > e.clientWidth + 2 && style.display !== 'inline';
    if (clips && isWider && style.textOverflow !== 'ellipsis') found.push(`cut off: ${name(e)}`);
    if (isControl(e) && !(e.textContent.trim() || e.getAttribute('aria-label') || e.title))
      found.push(`a control without a name: ${name(e)}`);
  }
  leaves.forEach((one, i) => leaves.slice(i + 1).forEach(other => {
    if (one.contains(other) || other.contains(one)) return;
    const a = one.getBoundingClientRect(), b = other.getBoundingClientRect();
    const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (width > 2 && height > 4) found.push(`over each other: ${name(one)} and ${name(other)}`);
  }));
  const colour = text => (text.match(/[\d.]+/g) || []).map(Number);
  const luminance = rgb => {
    const linear = c => c <= 10 ? c / 3294.6 : ((c / 255 + 0.055) / 1.055) ** 2.4;
    const [r, g, b] = rgb.slice(0, 3).map(linear);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = e => {
    for (let at = e; at; at = at.parentElement) {
      const rgba = colour(getComputedStyle(at).backgroundColor);
      if (rgba.length === 3 || rgba[3] > 0.9) return rgba;
    }
    return [255, 255, 255];
  };
  for (const e of all.filter(hasText)) {
    if (e.closest('[disabled], [aria-disabled=true], .jp-Cell-inputWrapper')) continue;
    const ink = luminance(colour(getComputedStyle(e).color)), paper = luminance(behind(e));
    const contrast = (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
    if (contrast < least) found.push(`hard to read (${contrast.toFixed(1)} : 1): ${name(e)}`);
  }
  return [...new Set(found)];
}
