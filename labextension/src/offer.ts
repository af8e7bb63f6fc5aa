/** What a notebook's banner says and offers, decided from plain data alone. */
import { buttonsOf, isOfItsOwnCell, isUnfinished } from './choices';
import { cellsAbove, ICell, Whereabouts, whereIs } from './cells';
import { copyOffer, problemOffer } from './noticeOffers';
import { linesOf, headlineOf } from './offerText';
import { Choice, IOffer, IOfferButton, ISituation } from './offerTypes';
import { IEntry, IOperation, IRefusal } from './types';

/** The one offer that matters most now, or null. */
export function offerOf(situation: ISituation): IOffer | null {
  const newest = newestOfEachCell(situation.own);
  const busy = situation.activity ?? situation.trouble;
  const entries = [
    ...newest.filter(entry => entry.operation.id === busy?.id),
    ...newest.filter(entry => entry.operation.status === 'running'),
    ...newest.filter(entry => isUnfinished(entry.operation)),
    ...newest.filter(entry => isLostResult(entry.operation, situation.kernelStarted_at))
  ];
  if (newest.some(({ operation }) => operation.status === 'running') && situation.isPanelShown && !busy) {
    return problemOffer(situation);
  }
  const offers = entries.map(entry => entryOffer(entry, situation));
  const isWanted = ({ key, entry }: IOffer): boolean => entry?.operation.id === busy?.id || !situation.isDismissed(key);
  return offers.find(isWanted) ?? problemOffer(situation) ?? copyOffer(situation);
}

/** Only the newest operation of a cell counts; loops of the Python interface have no cell to run again. */
function newestOfEachCell(own: readonly IEntry[]): IEntry[] {
  const byCell = new Map<string, IEntry>();
  for (const entry of own) {
    if (entry.operation.kind === 'cell' && entry.operation.status !== 'discarded') {
      byCell.set(entry.operation.cell_id ?? entry.operation.name, entry);
    }
  }
  return [...byCell.values()].sort((one, other) => other.operation.started_at - one.operation.started_at);
}

/** A result from before the kernel of today was started, which so does not have it. */
function isLostResult({ status, ended_at, checkpoint }: IOperation, kernelStarted_at: number | null): boolean {
  const isKept = status === 'completed' && checkpoint !== null;
  return isKept && ended_at !== null && kernelStarted_at !== null && ended_at < kernelStarted_at;
}

function entryOffer(entry: IEntry, situation: ISituation): IOffer {
  const { operation, store } = entry;
  const place = whereIs(operation, situation.cells);
  const refusal = refusalOf(operation, situation);
  return {
    key: keyOf(operation),
    tone: refusal ? 'refused' : isUnfinished(operation) ? 'interrupted' : (operation.status as 'running' | 'completed'),
    headline: headlineOf(operation, refusal, situation.now_s),
    lines: linesOf({ operation, store, place, refusal, now_s: situation.now_s }),
    details: refusal ? [refusal.what, refusal.safe, refusal.fix].filter(text => text !== '').join('\n\n') : '',
    buttons: buttonsFor(entry, place, situation),
    entry,
    activity: situation.activity?.id === operation.id ? situation.activity.text : ''
  };
}

function refusalOf({ id }: IOperation, { trouble }: ISituation): IRefusal | null {
  return trouble?.id === id ? trouble.refusal : null;
}

function keyOf({ id, status, ended_at, reached, started_at, checkpoint }: IOperation): string {
  const isOver = status !== 'running';
  return [id, status, isOver ? (ended_at ?? reached?.at ?? started_at) : started_at, isOver && checkpoint?.id].join(
    ' '
  );
}

function buttonsFor(entry: IEntry, place: Whereabouts, situation: ISituation): IOfferButton[] {
  const { operation, store } = entry;
  const refusal = refusalOf(operation, situation);
  const usual: IOfferButton[] = buttonsOf(operation, store, { hasCell: () => place.found });
  const extra = [
    ...(place.found ? waysOn(operation, refusal) : []),
    ...startOverWithout(operation, place, situation.cells)
  ];
  const all = [...extra, ...usual.filter(button => extra.every(({ label }) => label !== button.label))];
  const isRefused = refusal?.kind === 'code' || refusal?.kind === 'doubts';
  const shown = isRefused ? all.filter(each => extra.includes(each) || !isGoingOn(each)) : all;
  const close = make('dismiss', 'Dismiss', 'Hide this; the side panel still has it');
  return operation.status === 'running'
    ? [...shown, close]
    : [...shown.slice(0, -1), detailsButton(), ...shown.slice(-1), close];
}

/** What a refusal leaves to do. */
function waysOn({ status, needed }: IOperation, refusal: IRefusal | null): IOfferButton[] {
  if (status === 'running') {
    return [];
  }
  const fresh = make(
    'start-over',
    'Start over',
    'Run the cell from its beginning; its checkpoints are kept until it completes'
  );
  const putBack = make(
    'put-back',
    'Put its cell back and resume',
    'Give the cell the text it had, then go on; undo in the cell brings your edit back',
    true
  );
  switch (refusal?.kind) {
    case 'doubts':
      return [
        make('resume-anyway', 'Resume all the same', 'You have read what cannot be the same, and go on', true),
        fresh
      ];
    case 'missing':
      return needed.length > 0 && needed.every(isOfItsOwnCell)
        ? []
        : [make('run-above', 'Run the cells above, then resume', 'They make the names that are missing', true)];
    case 'code':
      return [putBack, fresh];
    default:
      return [];
  }
}

/** An operation that ended before its first checkpoint can only begin again; what it needs died with its kernel. */
function startOverWithout(operation: IOperation, place: Whereabouts, cells: readonly ICell[]): IOfferButton[] {
  if (!isUnfinished(operation) || operation.checkpoint || !place.found) {
    return [];
  }
  const isAlone = cellsAbove(cells, place.id).length === 0;
  const isFirst = operation.died && !isAlone;
  const again = make('start-over', 'Start over', 'Run the cell from its beginning', !isFirst);
  const title = 'They make what this cell needs, which is gone with its kernel; then the cell runs from its beginning';
  const above = make('start-over-above', 'Run the cells above, then start over', title, isFirst);
  return isAlone ? [again] : isFirst ? [above, again] : [again, above];
}

/** The usual ways to go on: where one was refused, they would be refused again. */
function isGoingOn({ choice }: IOfferButton): boolean {
  return choice === 'resume' || choice === 'run-above' || choice === 'put-back';
}

function detailsButton(): IOfferButton {
  return make('details', 'Details', 'Checkpoints, variables, what is not saved and why');
}

function make(choice: Choice, label: string, title: string, primary = false): IOfferButton {
  return { choice, label, title, primary };
}
