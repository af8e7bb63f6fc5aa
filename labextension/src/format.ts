/** Numbers, sizes, durations and ages as people read them. Pure; knows nothing of operations. */

const NARROW_SPACE = '\u202f';
const BYTE_UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** A count with its thousands apart: 12 300. */
export function formatCount(count: number): string {
  return Math.round(count)
    .toString()
    .replace(/\B(?=(\d{3})+(?!\d))/g, NARROW_SPACE);
}

/** A size in powers of 1000, with three digits at most: 1.2 MB. */
export function formatBytes(bytes: number): string {
  let size = Math.max(0, bytes);
  let unit = 0;
  while (size >= 999.5 && unit < BYTE_UNITS.length - 1) {
    size /= 1000;
    unit += 1;
  }
  const digits = unit > 0 && size < 9.95 ? 1 : 0;
  return `${size.toFixed(digits)} ${BYTE_UNITS[unit]}`;
}

/** A duration with its two largest units: 12 ms, 8 s, 3 min 5 s, 2 h 10 min, 3 d 4 h. */
export function formatDuration(duration_s: number): string {
  const seconds = Math.max(0, duration_s);
  if (seconds < 0.9995) {
    return `${Math.round(seconds * 1000)} ms`;
  }
  if (seconds < 9.95) {
    return `${trimZero(seconds.toFixed(1))} s`;
  }
  return wholeUnits(Math.round(seconds));
}

/** A moment that long ago: just now, 8 s ago, 5 min ago, 2 h ago, 3 days ago. */
export function formatAgo(age_s: number): string {
  const age = Math.max(0, Math.floor(age_s));
  if (age < 2) {
    return 'just now';
  }
  if (age < 60) {
    return `${age} s ago`;
  }
  if (age < 3600) {
    return `${Math.floor(age / 60)} min ago`;
  }
  if (age < 2 * 86400) {
    return `${Math.floor(age / 3600)} h ago`;
  }
  return `${Math.floor(age / 86400)} days ago`;
}

/** Iterations in a time: 12.3/s, 1 200/s, 4.5/min. */
export function formatRate(rate_per_s: number): string {
  if (rate_per_s >= 99.95) {
    return `${formatCount(rate_per_s)}/s`;
  }
  if (rate_per_s >= 1) {
    return `${rate_per_s.toFixed(1)}/s`;
  }
  if (rate_per_s >= 1 / 60) {
    return `${(rate_per_s * 60).toFixed(1)}/min`;
  }
  return `${(rate_per_s * 3600).toFixed(1)}/h`;
}

/** A share, 0..1, in per cent. Never says 100 % before all is done. */
export function formatShare(share: number): string {
  const percent = Math.max(0, share * 100);
  if (percent < 9.95 && percent > 0) {
    return `${trimZero(percent.toFixed(1))} %`;
  }
  return `${percent < 100 ? Math.floor(percent) : 100} %`;
}

/** A moment on this machine's clock: its time, and its day unless it is today. */
export function formatDate(time_s: number, now_s: number = Date.now() / 1000): string {
  const moment = new Date(time_s * 1000);
  const isToday = moment.toDateString() === new Date(now_s * 1000).toDateString();
  return isToday
    ? moment.toLocaleTimeString()
    : moment.toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' });
}

/** Names in a sentence: a; a and b; a, b and c; beyond `limit` the rest is counted. */
export function formatList(names: readonly string[], limit = 5): string {
  const shown = names.length > limit ? [...names.slice(0, limit), `${names.length - limit} more`] : names;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown[shown.length - 1]}`;
}

function wholeUnits(seconds: number): string {
  const sizes: [string, number][] = [
    ['d', 86400],
    ['h', 3600],
    ['min', 60],
    ['s', 1]
  ];
  const first = sizes.findIndex(([, size]) => seconds >= size);
  return sizes
    .slice(first, first + 2)
    .map(([unit, size], index) => [unit, Math.floor((index ? seconds % sizes[first][1] : seconds) / size)] as const)
    .filter(([, amount], index) => index === 0 || amount > 0)
    .map(([unit, amount]) => `${amount} ${unit}`)
    .join(' ');
}

function trimZero(text: string): string {
  return text.replace(/\.0$/, '');
}
