/** The contents of an operation's details as nodes. */
import { element } from './dom';
import { formatAgo, formatBytes, formatDate } from './format';
import { progressText } from './describe';
import { errorText } from './errors';
import { ICheckpoint, IOperationDetails, ISkipped, IVariable } from './types';

/** How many variables are listed before the rest is counted. */
const SHOWN_VARIABLES = 30;

/** The sections of details that are on their way, or the one that says why they do not come. */
export async function sectionsWhenRead(details: Promise<IOperationDetails>, now_s: number): Promise<HTMLElement[]> {
  try {
    return detailSections(await details, now_s);
  } catch (error) {
    return [element('p', 'ckpt-magic-Error', errorText(error))];
  }
}

/** The sections that have something to say, in reading order. */
export function detailSections(details: IOperationDetails, now_s: number): HTMLElement[] {
  const { operation, checkpoints, variables, notices } = details;
  const told = [...new Set([...operation.told, ...notices])];
  return [
    ...section('Checkpoints', checkpoints.length > 0 ? [checkpointTable(checkpoints, now_s)] : []),
    ...section('Variables', variables.length > 0 ? [variableTable(variables)] : []),
    ...section('Not saved', operation.skipped.length > 0 ? [skippedList(operation.skipped)] : []),
    ...section('To know before going on', told.length > 0 ? [textList(told)] : []),
    element('p', 'ckpt-magic-Details-id', `Operation ${operation.id}, started ${formatDate(operation.started_at)}`)
  ];
}

function section(title: string, content: HTMLElement[]): HTMLElement[] {
  return content.length === 0 ? [] : [element('h4', 'ckpt-magic-Details-title', title), ...content];
}

function checkpointTable(checkpoints: readonly ICheckpoint[], now_s: number): HTMLElement {
  const newestFirst = [...checkpoints].sort((one, other) => other.sequence - one.sequence);
  return table(
    'checkpoints',
    ['When', 'Progress', 'Size', 'Stored'],
    newestFirst.map(checkpoint => [
      cell(formatAgo(now_s - checkpoint.created_at), formatDate(checkpoint.created_at)),
      cell(checkpoint.final ? 'the result' : progressText(checkpoint), `${checkpoint.id}, line ${checkpoint.line}`),
      numberCell(formatBytes(checkpoint.size_bytes)),
      numberCell(formatBytes(checkpoint.stored_bytes), 'On disk, after sharing with other checkpoints and compression')
    ])
  );
}

function variableTable(variables: readonly IVariable[]): HTMLElement {
  const shown = variables.slice(0, SHOWN_VARIABLES);
  const rows = shown.map(variable => [
    cell(variable.name, `${variable.name}: ${variable.type_name}`, 'code'),
    cell(variable.type_name, variable.type_name, 'code'),
    numberCell(formatBytes(variable.size_bytes))
  ]);
  const rest = variables.length - shown.length;
  return table('variables', ['Name', 'Type', 'Size'], rest > 0 ? [...rows, [wideCell(`and ${rest} more`)]] : rows);
}

function skippedList(skipped: readonly ISkipped[]): HTMLElement {
  const list = element('ul', 'ckpt-magic-Details-list');
  for (const { name, type_name, reason } of skipped) {
    const item = element('li');
    item.append(element('code', '', name), `  ${type_name}: ${reason}`);
    list.append(item);
  }
  return list;
}

function textList(texts: readonly string[]): HTMLElement {
  const list = element('ul', 'ckpt-magic-Details-list');
  list.append(...texts.map(text => element('li', '', text)));
  return list;
}

function table(kind: string, heads: readonly string[], rows: readonly HTMLElement[][]): HTMLElement {
  const node = element('table', `ckpt-magic-Table ckpt-magic-mod-${kind}`);
  const head = element('tr');
  head.append(...heads.map(text => columnHead(text)));
  const body = element('tbody');
  body.append(...rows.map(row));
  const top = element('thead');
  top.append(head);
  node.append(top, body);
  return node;
}

function columnHead(text: string): HTMLElement {
  const node = element('th', '', text);
  node.scope = 'col';
  return node;
}

function row(cells: readonly HTMLElement[]): HTMLElement {
  const node = element('tr');
  node.append(...cells);
  return node;
}

function cell(text: string, title = '', inner: 'code' | 'span' = 'span'): HTMLElement {
  const node = element('td');
  node.append(element(inner, '', text));
  node.title = title || text;
  return node;
}

function numberCell(text: string, title = ''): HTMLElement {
  const node = cell(text, title);
  node.className = 'ckpt-magic-mod-number';
  return node;
}

function wideCell(text: string): HTMLElement {
  const node = element('td', '', text);
  node.colSpan = 3;
  return node;
}
