/** The icons, in the colours of the theme. */
import { LabIcon } from '@jupyterlab/ui-components';

import checkpointsSvg from '../style/icons/checkpoints.svg';

/** A flag one can return to: the side panel, the status bar, the marks on cells. */
export const checkpointsIcon = new LabIcon({ name: 'ckpt-magic:checkpoints', svgstr: checkpointsSvg });
