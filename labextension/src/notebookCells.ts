/** The cells of an open notebook: as plain data, found again, shown, run. */
import { Cell } from '@jupyterlab/cells';
import { NotebookActions, NotebookPanel } from '@jupyterlab/notebook';
import { ICell } from './cells';

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

/** Insert a code cell at the end, with this id unless another cell has it; undo takes it away again. */
export function insertCell(panel: NotebookPanel, source: string, id: string | null): Cell {
  const notebook = panel.content;
  const index = notebook.widgets.length;
  const isFree = id !== null && cellOf(panel, id) === null;
  panel.context.model.sharedModel.insertCell(index, {
    cell_type: 'code',
    source,
    metadata: { trusted: true },
    ...(isFree ? { id } : {})
  });
  return notebook.widgets[index];
}
