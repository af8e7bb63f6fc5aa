/** The cells of an open notebook: as plain data, found again, shown, run. */
import { Cell } from '@jupyterlab/cells';
import { NotebookActions, NotebookPanel } from '@jupyterlab/notebook';
import { ICell } from './cells';
import { isCheckpointed } from './cellState';

/** All cells, in their order. */
export function plainCells(panel: NotebookPanel): ICell[] {
  return panel.content.widgets.map(cell => ({
    id: cell.model.id,
    isCode: cell.model.type === 'code',
    source: cell.model.sharedModel.getSource()
  }));
}

/** The cell with an id, or null. */
export function cellOf(panel: NotebookPanel, id: string): Cell | null {
  return panel.content.widgets.find(cell => cell.model.id === id) ?? null;
}

/** Make a cell the active one and bring it into view. */
export async function showCell(panel: NotebookPanel, cell: Cell): Promise<void> {
  panel.content.activeCellIndex = panel.content.widgets.indexOf(cell);
  try {
    await panel.content.scrollToCell(cell);
  } catch {
    // A notebook that is not seen cannot scroll; running the cell matters more.
  }
}

/** Run cells one after the other, each as if the person had; false when one raised. */
export function runCells(panel: NotebookPanel, cells: readonly Cell[]): Promise<boolean> {
  return NotebookActions.runCells(panel.content, cells, panel.sessionContext);
}

/** A cell with this text: the one with this id, if it is a checkpointed one, else a new one at the end. Undo works. */
export function putBack(panel: NotebookPanel, source: string, id: string | null): Cell {
  const cell = id === null ? null : cellOf(panel, id);
  if (cell && cell.model.type === 'code' && isCheckpointed(cell.model.sharedModel.getSource())) {
    cell.model.sharedModel.setSource(source);
    return cell;
  }
  const notebook = panel.content;
  const index = notebook.widgets.length;
  panel.context.model.sharedModel.insertCell(index, {
    cell_type: 'code',
    source,
    metadata: { trusted: true },
    ...(id !== null && !cell ? { id } : {})
  });
  return notebook.widgets[index];
}
