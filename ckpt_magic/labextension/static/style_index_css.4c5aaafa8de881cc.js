"use strict";(self.rspackChunkckpt_magic_labextension=self.rspackChunkckpt_magic_labextension||[]).push([["style_index_css"],{"./node_modules/css-loader/dist/cjs.js!./style/banner.css"(e,t,o){var a=o("./node_modules/css-loader/dist/runtime/noSourceMaps.js"),r=o.n(a),i=o("./node_modules/css-loader/dist/runtime/api.js"),n=(o.n(i))()(r());n.push([e.id,`/* The banner above a notebook's cells, and the kernel's buttons that the page presses. */

.ckpt-magic-Banner {
  overflow: hidden;
  border-bottom: var(--jp-border-width) solid var(--jp-border-color2);
  background: var(--jp-layout-color1);
  color: var(--jp-ui-font-color1);
  font-family: var(--jp-ui-font-family);
  font-size: var(--jp-ui-font-size1);
  line-height: 1.45;
}

.ckpt-magic-Banner [hidden] {
  display: none !important;
}

.ckpt-magic-Banner-inner {
  box-sizing: border-box;
  max-height: 60vh;
  padding: 8px 16px;
  overflow-y: auto;
  border-left: 4px solid var(--jp-brand-color1);
}

.ckpt-magic-Banner[data-tone='interrupted'] .ckpt-magic-Banner-inner {
  border-left-color: var(--jp-warn-color1);
}

.ckpt-magic-Banner[data-tone='refused'] .ckpt-magic-Banner-inner,
.ckpt-magic-Banner[data-tone='problem'] .ckpt-magic-Banner-inner {
  border-left-color: var(--jp-error-color1);
}

.ckpt-magic-Banner[data-tone='completed'] .ckpt-magic-Banner-inner {
  border-left-color: var(--jp-success-color1);
}

.ckpt-magic-Banner-main {
  display: flex;
  flex-wrap: wrap;
  gap: 6px 16px;
  align-items: center;
  justify-content: space-between;
}

.ckpt-magic-Banner-text {
  flex: 1 1 320px;
  min-width: 0;
}

.ckpt-magic-Banner-headline {
  font-weight: 600;
  overflow-wrap: anywhere;
}

.ckpt-magic-Banner-lines {
  margin: 0;
  padding: 0;
  color: var(--jp-ui-font-color2);
  list-style: none;
  overflow-wrap: anywhere;
}

.ckpt-magic-Banner[data-tone='running'] .ckpt-magic-Banner-text {
  display: flex;
  flex-wrap: wrap;
  gap: 0 12px;
  font-variant-numeric: tabular-nums;
}

.ckpt-magic-Banner-activity {
  color: var(--jp-ui-font-color2);
  font-style: italic;
}

.ckpt-magic-Banner-buttons {
  display: flex;
  flex: 0 1 auto;
  flex-wrap: wrap;
  gap: 6px;
}

.ckpt-magic-Banner-button.jp-mod-styled {
  height: auto;
  min-height: 26px;
  margin: 0;
  padding: 2px 10px;
  line-height: 1.4;
  white-space: normal;
}

.ckpt-magic-Banner-button.jp-mod-styled:not(.jp-mod-accept) {
  border: var(--jp-border-width) solid var(--jp-border-color1);
  background: var(--jp-layout-color2);
  color: var(--jp-ui-font-color1);
}

.ckpt-magic-Banner-button.jp-mod-styled:not(.jp-mod-accept):hover {
  background: var(--jp-layout-color3);
}

.ckpt-magic-Banner-button.jp-mod-styled.ckpt-magic-mod-quiet {
  border-color: transparent;
  background: transparent;
  color: var(--jp-ui-font-color2);
}

.ckpt-magic-Banner-button.jp-mod-styled.ckpt-magic-mod-asking {
  border-color: var(--jp-error-color1);
  color: var(--jp-error-color1);
}

.ckpt-magic-Banner-button.jp-mod-styled[aria-disabled] {
  cursor: default;
  opacity: 0.5;
}

.ckpt-magic-Banner-button.jp-mod-styled:focus-visible {
  outline: 2px solid var(--jp-brand-color1);
  outline-offset: 1px;
}

.ckpt-magic-Banner-details {
  margin-top: 8px;
  padding-top: 8px;
  border-top: var(--jp-border-width) solid var(--jp-border-color2);
}

.ckpt-magic-Banner-refusal {
  margin: 0 0 8px;
  padding: 8px;
  overflow-x: auto;
  background: var(--jp-layout-color2);
  color: var(--jp-ui-font-color1);
  font-family: var(--jp-code-font-family);
  font-size: var(--jp-code-font-size);
  white-space: pre-wrap;
}

/* The kernel draws these hidden: they work only where this page presses them. */
.ckpt-magic-needs-extension {
  display: flex !important;
}

.ckpt-magic-mod-heard {
  opacity: 0.55;
}
`,""]),o.d(t,{},{A:n})},"./node_modules/css-loader/dist/cjs.js!./style/base.css"(e,t,o){var a=o("./node_modules/css-loader/dist/runtime/noSourceMaps.js"),r=o.n(a),i=o("./node_modules/css-loader/dist/runtime/api.js"),n=(o.n(i))()(r());n.push([e.id,`/* Colours, sizes and fonts are the theme's: light, dark and high-contrast come by themselves. */

.ckpt-magic-SidePanel {
  container-type: inline-size;
  min-width: 180px;
  padding: 0 0 16px;
  overflow-y: auto;
  background: var(--jp-layout-color1);
  color: var(--jp-ui-font-color1);
  font-family: var(--jp-ui-font-family);
  font-size: var(--jp-ui-font-size1);
  line-height: 1.4;
}

.ckpt-magic-SidePanel [hidden] {
  display: none !important;
}

.ckpt-magic-SidePanel-head {
  position: sticky;
  top: 0;
  z-index: 1;
  padding: 8px 12px;
  border-bottom: var(--jp-border-width) solid var(--jp-border-color2);
  background: var(--jp-layout-color1);
}

.ckpt-magic-SidePanel-title {
  margin: 0;
  font-size: var(--jp-ui-font-size1);
  font-weight: 600;
}

.ckpt-magic-SidePanel-path,
.ckpt-magic-Operation-line,
.ckpt-magic-Store-line,
.ckpt-magic-Store-outcome {
  color: var(--jp-ui-font-color2);
  font-size: var(--jp-ui-font-size0);
}

.ckpt-magic-SidePanel-path {
  overflow: hidden;
  text-overflow: ellipsis;
  white-space: nowrap;
}

.ckpt-magic-Spoken {
  position: absolute;
  width: 1px;
  height: 1px;
  overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap;
}

/* Groups and stores */
.ckpt-magic-Group-title {
  margin: 0;
  padding: 12px 12px 4px;
  color: var(--jp-ui-font-color2);
  font-size: var(--jp-ui-font-size0);
  font-weight: 600;
  letter-spacing: 0.06em;
  text-transform: uppercase;
}

.ckpt-magic-Store {
  padding: 0 8px 8px;
}

.ckpt-magic-Store-name {
  margin: 4px 4px 4px;
  overflow: hidden;
  font-weight: 600;
  text-overflow: ellipsis;
}

.ckpt-magic-Store-line {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 2px 6px;
  padding: 2px 4px;
}

.ckpt-magic-Store-facts {
  flex: 1 1 auto;
}

.ckpt-magic-Store-outcome {
  padding: 2px 4px;
  white-space: pre-line;
}

@container (max-width: 320px) {
  .ckpt-magic-Store-facts {
    flex-basis: 100%;
  }

  .ckpt-magic-Store-line {
    column-gap: 0;
  }

  .ckpt-magic-Store-line > .ckpt-magic-Button {
    margin-left: -8px;
    margin-right: 8px;
  }
}

/* The beginning */
.ckpt-magic-Empty {
  padding: 12px;
}

.ckpt-magic-Empty p {
  margin: 0 0 8px;
  color: var(--jp-ui-font-color2);
}

.ckpt-magic-Empty p.ckpt-magic-Empty-title {
  color: var(--jp-ui-font-color1);
  font-weight: 600;
}

.ckpt-magic-Empty-example {
  margin: 0 0 8px;
  padding: 8px;
  overflow-x: auto;
  border-radius: var(--jp-border-radius);
  background: var(--jp-layout-color2);
  font-family: var(--jp-code-font-family);
  font-size: var(--jp-code-font-size);
}
`,""]),o.d(t,{},{A:n})},"./node_modules/css-loader/dist/cjs.js!./style/buttons.css"(e,t,o){var a=o("./node_modules/css-loader/dist/runtime/noSourceMaps.js"),r=o.n(a),i=o("./node_modules/css-loader/dist/runtime/api.js"),n=(o.n(i))()(r());n.push([e.id,`/* Buttons */
.ckpt-magic-Buttons {
  display: contents;
}

.ckpt-magic-Operation-actions {
  display: flex;
  flex-wrap: wrap;
  gap: 4px;
  margin-top: 8px;
  font-size: var(--jp-ui-font-size0);
}

.ckpt-magic-Operation-actions > .ckpt-magic-Error {
  font-size: inherit;
  flex: 1 0 100%;
  order: 1;
}

.ckpt-magic-Button {
  min-height: 24px;
  margin: 0;
  padding: 2px 8px;
  border: var(--jp-border-width) solid var(--jp-border-color1);
  border-radius: var(--jp-border-radius);
  background: var(--jp-layout-color1);
  color: var(--jp-ui-font-color1);
  font: inherit;
  text-align: left;
  cursor: pointer;
}

.ckpt-magic-Button:hover {
  background: var(--jp-layout-color2);
}

.ckpt-magic-Button:active {
  background: var(--jp-layout-color3);
}

.ckpt-magic-Button.ckpt-magic-mod-primary {
  border-color: var(--jp-brand-color1);
  background: var(--jp-brand-color1);
  color: var(--jp-ui-inverse-font-color1);
  font-weight: 600;
}

.ckpt-magic-Button.ckpt-magic-mod-asking {
  border-color: var(--jp-error-color1);
  color: var(--jp-error-color1);
  font-weight: 600;
}

.ckpt-magic-Button.ckpt-magic-mod-quiet {
  border-color: transparent;
  background: transparent;
  color: var(--jp-content-link-color, var(--jp-brand-color1));
}

.ckpt-magic-Button.ckpt-magic-mod-quiet:hover {
  background: var(--jp-layout-color2);
}

[aria-busy='true'] > .ckpt-magic-Button,
.ckpt-magic-Button[aria-busy='true'] {
  opacity: 0.6;
  cursor: progress;
}

.ckpt-magic-Link {
  display: block;
  max-width: 100%;
  padding: 0;
  overflow: hidden;
  border: 0;
  background: none;
  color: var(--jp-content-link-color, var(--jp-brand-color1));
  font: inherit;
  font-size: var(--jp-ui-font-size0);
  text-align: left;
  text-overflow: ellipsis;
  white-space: nowrap;
  cursor: pointer;
}

.ckpt-magic-Link:hover {
  text-decoration: underline;
}

.ckpt-magic-Button:focus-visible,
.ckpt-magic-Link:focus-visible,
.ckpt-magic-CellMark:focus-visible,
.ckpt-magic-StatusItem-button:focus-visible {
  outline: 2px solid var(--jp-brand-color1);
  outline-offset: 1px;
}
`,""]),o.d(t,{},{A:n})},"./node_modules/css-loader/dist/cjs.js!./style/details.css"(e,t,o){var a=o("./node_modules/css-loader/dist/runtime/noSourceMaps.js"),r=o.n(a),i=o("./node_modules/css-loader/dist/runtime/api.js"),n=(o.n(i))()(r());n.push([e.id,`/* Details */
.ckpt-magic-Details {
  margin-top: 8px;
  padding-top: 4px;
  border-top: var(--jp-border-width) solid var(--jp-border-color2);
  font-size: var(--jp-ui-font-size0);
}

.ckpt-magic-Details-title {
  margin: 8px 0 2px;
  font-weight: 600;
}

.ckpt-magic-Details-list {
  margin: 0;
  padding-left: 16px;
  overflow-wrap: anywhere;
}

.ckpt-magic-Details-id {
  margin: 8px 0 0;
  color: var(--jp-ui-font-color2);
  overflow-wrap: anywhere;
}

.ckpt-magic-Table {
  width: 100%;
  border-collapse: collapse;
  font-variant-numeric: tabular-nums;
}

.ckpt-magic-Table th {
  color: var(--jp-ui-font-color2);
  font-weight: normal;
  text-align: left;
}

.ckpt-magic-Table th,
.ckpt-magic-Table td {
  padding: 1px 8px 1px 0;
  vertical-align: top;
  overflow-wrap: anywhere;
}

.ckpt-magic-Table td.ckpt-magic-mod-number {
  white-space: nowrap;
}

@container (max-width: 260px) {
  .ckpt-magic-mod-checkpoints :is(th, td):nth-child(4),
  .ckpt-magic-mod-variables :is(th, td):nth-child(2) {
    display: none;
  }
}
`,""]),o.d(t,{},{A:n})},"./node_modules/css-loader/dist/cjs.js!./style/index.css"(e,t,o){var a=o("./node_modules/css-loader/dist/runtime/noSourceMaps.js"),r=o.n(a),i=o("./node_modules/css-loader/dist/runtime/api.js"),n=o.n(i),c=o("./node_modules/css-loader/dist/cjs.js!./style/base.css"),s=o("./node_modules/css-loader/dist/cjs.js!./style/operation.css"),p=o("./node_modules/css-loader/dist/cjs.js!./style/buttons.css"),d=o("./node_modules/css-loader/dist/cjs.js!./style/details.css"),l=o("./node_modules/css-loader/dist/cjs.js!./style/page.css"),m=o("./node_modules/css-loader/dist/cjs.js!./style/banner.css"),u=o("./node_modules/css-loader/dist/cjs.js!./style/panel.css"),g=n()(r());g.i(c.A),g.i(s.A),g.i(p.A),g.i(d.A),g.i(l.A),g.i(m.A),g.i(u.A),g.push([e.id,`
`,""]),o.d(t,{},{A:g})},"./node_modules/css-loader/dist/cjs.js!./style/operation.css"(e,t,o){var a=o("./node_modules/css-loader/dist/runtime/noSourceMaps.js"),r=o.n(a),i=o("./node_modules/css-loader/dist/runtime/api.js"),n=(o.n(i))()(r());n.push([e.id,`/* Operations */
.ckpt-magic-Operations,
.ckpt-magic-Loops {
  margin: 0;
  padding: 0;
  list-style: none;
}

.ckpt-magic-Operation {
  --ckpt-magic-state: var(--jp-border-color1);

  margin: 0 0 8px;
  padding: 8px 10px 8px 9px;
  border: var(--jp-border-width) solid var(--jp-border-color2);
  border-left: 3px solid var(--ckpt-magic-state);
  border-radius: var(--jp-border-radius);
}

.ckpt-magic-Operation[data-status='running'] {
  --ckpt-magic-state: var(--jp-brand-color1);
}

.ckpt-magic-Operation[data-status='interrupted'],
.ckpt-magic-Operation[data-state='paused'],
.ckpt-magic-Operation[data-state='stopping'] {
  --ckpt-magic-state: var(--jp-warn-color1);
}

.ckpt-magic-Operation[data-status='failed'] {
  --ckpt-magic-state: var(--jp-error-color1);
}

.ckpt-magic-Operation[data-status='completed'] {
  --ckpt-magic-state: var(--jp-success-color1);
}

.ckpt-magic-Operation-head {
  display: flex;
  flex-wrap: wrap;
  align-items: baseline;
  justify-content: space-between;
  gap: 0 8px;
}

.ckpt-magic-Operation-name {
  min-width: 0;
  overflow-wrap: anywhere;
  font-weight: 600;
}

.ckpt-magic-Operation-state {
  display: inline-flex;
  align-items: center;
  gap: 5px;
  color: var(--jp-ui-font-color2);
  font-size: var(--jp-ui-font-size0);
}

.ckpt-magic-Operation-state::before {
  width: 8px;
  height: 8px;
  border-radius: 50%;
  background: var(--ckpt-magic-state);
  content: '';
}

.ckpt-magic-Operation-progress {
  font-variant-numeric: tabular-nums;
}

.ckpt-magic-Operation-line {
  font-variant-numeric: tabular-nums;
}

.ckpt-magic-Operation-activity {
  font-weight: 600;
}

.ckpt-magic-Operation-message,
.ckpt-magic-Operation-warning,
.ckpt-magic-Error,
.ckpt-magic-Problem {
  margin-top: 4px;
  padding: 3px 8px;
  overflow-wrap: anywhere;
  border-left: 2px solid var(--jp-border-color1);
  font-size: var(--jp-ui-font-size0);
  white-space: pre-line;
}

.ckpt-magic-Operation-warning,
.ckpt-magic-Problem {
  border-left-color: var(--jp-warn-color1);
}

.ckpt-magic-Error {
  border-left-color: var(--jp-error-color1);
}

.ckpt-magic-SidePanel > .ckpt-magic-Error {
  margin: 8px 12px 0;
}

.ckpt-magic-Problem {
  margin: 0 0 8px;
  padding: 8px 10px;
  border: var(--jp-border-width) solid var(--jp-border-color2);
  border-left: 3px solid var(--jp-warn-color1);
  border-radius: var(--jp-border-radius);
}

.ckpt-magic-Problem[data-kind='damaged'] {
  border-left-color: var(--jp-error-color1);
}

.ckpt-magic-Problem p {
  margin: 4px 0 0;
}

.ckpt-magic-Problem-fix {
  font-weight: 600;
}

/* Progress */
.ckpt-magic-Bar {
  height: 6px;
  margin: 6px 0 4px;
  overflow: hidden;
  border-radius: 3px;
  background: var(--jp-layout-color3);
}

.ckpt-magic-Bar-fill {
  height: 100%;
  border-radius: 3px;
  background: var(--ckpt-magic-state);
  transition: width 0.3s linear;
}

.ckpt-magic-mod-unknown {
  display: none;
}

.ckpt-magic-mod-endless > .ckpt-magic-Bar-fill {
  width: 25%;
  animation: ckpt-magic-endless 2s ease-in-out infinite alternate;
}

@keyframes ckpt-magic-endless {
  from {
    transform: translateX(0);
  }

  to {
    transform: translateX(300%);
  }
}

@media (prefers-reduced-motion: reduce) {
  .ckpt-magic-Bar-fill {
    transition: none;
    animation: none !important;
  }
}

.ckpt-magic-Loop {
  display: flex;
  flex-wrap: wrap;
  justify-content: space-between;
  gap: 0 8px;
  font-size: var(--jp-ui-font-size0);
}

.lm-Widget.ckpt-magic-SidePanel code {
  font-size: inherit;
}

.ckpt-magic-Details > .ckpt-magic-Error {
  font-size: inherit;
}

.ckpt-magic-Loop-header {
  min-width: 0;
  max-width: 100%;
  overflow: hidden;
  text-overflow: ellipsis;
  white-space: nowrap;
}

.ckpt-magic-Loop-count {
  color: var(--jp-ui-font-color2);
  font-variant-numeric: tabular-nums;
}

.ckpt-magic-Loop > .ckpt-magic-Bar {
  flex: 0 0 100%;
  height: 3px;
  margin: 2px 0 4px;
}
`,""]),o.d(t,{},{A:n})},"./node_modules/css-loader/dist/cjs.js!./style/page.css"(e,t,o){var a=o("./node_modules/css-loader/dist/runtime/noSourceMaps.js"),r=o.n(a),i=o("./node_modules/css-loader/dist/runtime/api.js"),n=(o.n(i))()(r());n.push([e.id,`/* Free space */
.ckpt-magic-FreeSpace-choice {
  display: flex;
  gap: 8px;
  align-items: baseline;
  padding: 4px 0;
}

.ckpt-magic-FreeSpace-choice strong,
.ckpt-magic-FreeSpace-choice span > span {
  display: block;
}

.ckpt-magic-FreeSpace-choice > input[type='radio'] {
  flex: none;
  width: auto;
  height: auto;
  margin: 0;
  appearance: auto;
}

/* Status bar */
.ckpt-magic-StatusItem-button {
  display: flex;
  gap: 4px;
  align-items: center;
  height: 100%;
  padding: 0 4px;
  border: 0;
  background: none;
  color: inherit;
  font: inherit;
  font-variant-numeric: tabular-nums;
  white-space: nowrap;
  cursor: pointer;
}

.ckpt-magic-StatusItem-icon {
  display: flex;
}

/* Cell mark */
.jp-InputArea:has(> .ckpt-magic-CellMark) {
  position: relative;
}

.ckpt-magic-CellMark {
  position: absolute;
  top: 24px;
  left: calc(var(--jp-cell-prompt-width, 64px) - 26px);
  z-index: 1;
  display: flex;
  align-items: center;
  justify-content: center;
  width: 20px;
  height: 20px;
  padding: 0;
  border: 0;
  border-radius: var(--jp-border-radius);
  background: none;
  cursor: pointer;
}

/* In a narrow window the prompt stands above the code: the mark goes beside it. */
@media only screen and (max-width: 760px) {
  .ckpt-magic-CellMark {
    top: 4px;
    left: 44px;
  }
}

.ckpt-magic-CellMark:hover {
  background: var(--jp-layout-color2);
}

.ckpt-magic-CellMark[data-state='running'] {
  --ckpt-magic-state: var(--jp-brand-color1);
}

.ckpt-magic-CellMark:is([data-state='interrupted'], [data-state='paused']) {
  --ckpt-magic-state: var(--jp-warn-color1);
}

.ckpt-magic-CellMark[data-state='failed'] {
  --ckpt-magic-state: var(--jp-error-color1);
}

.ckpt-magic-CellMark[data-state='completed'] {
  --ckpt-magic-state: var(--jp-success-color1);
}

.ckpt-magic-CellMark .jp-icon3[fill] {
  fill: var(--ckpt-magic-state, var(--jp-ui-font-color2));
}

.ckpt-magic-CellMark .jp-icon3[stroke] {
  stroke: var(--ckpt-magic-state, var(--jp-ui-font-color2));
}
`,""]),o.d(t,{},{A:n})},"./node_modules/css-loader/dist/cjs.js!./style/panel.css"(e,t,o){var a=o("./node_modules/css-loader/dist/runtime/noSourceMaps.js"),r=o.n(a),i=o("./node_modules/css-loader/dist/runtime/api.js"),n=(o.n(i))()(r());n.push([e.id,`/* A panel whose kernel is gone: what it showed last stays readable, what does nothing any more goes. */
.ckpt-magic-panel.jupyter-widgets-disconnected,
.ckpt-magic-cards.jupyter-widgets-disconnected {
  opacity: 0.6;
}

.ckpt-magic-panel.jupyter-widgets-disconnected::before,
.ckpt-magic-panel .jupyter-widgets-disconnected::before,
.ckpt-magic-cards.jupyter-widgets-disconnected::before,
.ckpt-magic-cards .jupyter-widgets-disconnected::before {
  display: none;
}

/* Also those that the page showed because the busy kernel could not answer. */
.ckpt-magic-panel .ckpt-magic-controls.jupyter-widgets-disconnected {
  display: none !important;
}
`,""]),o.d(t,{},{A:n})},"./node_modules/css-loader/dist/runtime/api.js"(e){e.exports=function(e){var t=[];return t.toString=function(){return this.map(function(t){var o="",a=void 0!==t[5];return t[4]&&(o+="@supports (".concat(t[4],") {")),t[2]&&(o+="@media ".concat(t[2]," {")),a&&(o+="@layer".concat(t[5].length>0?" ".concat(t[5]):""," {")),o+=e(t),a&&(o+="}"),t[2]&&(o+="}"),t[4]&&(o+="}"),o}).join("")},t.i=function(e,o,a,r,i){"string"==typeof e&&(e=[[null,e,void 0]]);var n={};if(a)for(var c=0;c<this.length;c++){var s=this[c][0];null!=s&&(n[s]=!0)}for(var p=0;p<e.length;p++){var d=[].concat(e[p]);a&&n[d[0]]||(void 0!==i&&(void 0===d[5]||(d[1]="@layer".concat(d[5].length>0?" ".concat(d[5]):""," {").concat(d[1],"}")),d[5]=i),o&&(d[2]&&(d[1]="@media ".concat(d[2]," {").concat(d[1],"}")),d[2]=o),r&&(d[4]?(d[1]="@supports (".concat(d[4],") {").concat(d[1],"}"),d[4]=r):d[4]="".concat(r)),t.push(d))}},t}},"./node_modules/css-loader/dist/runtime/noSourceMaps.js"(e){e.exports=function(e){return e[1]}},"./style/index.css"(e,t,o){o.r(t);var a=o("./node_modules/style-loader/dist/runtime/injectStylesIntoStyleTag.js"),r=o.n(a),i=o("./node_modules/style-loader/dist/runtime/styleDomAPI.js"),n=o.n(i),c=o("./node_modules/style-loader/dist/runtime/insertBySelector.js"),s=o.n(c),p=o("./node_modules/style-loader/dist/runtime/setAttributesWithoutAttributes.js"),d=o.n(p),l=o("./node_modules/style-loader/dist/runtime/insertStyleElement.js"),m=o.n(l),u=o("./node_modules/style-loader/dist/runtime/styleTagTransform.js"),g=o.n(u),f=o("./node_modules/css-loader/dist/cjs.js!./style/index.css"),k={};k.styleTagTransform=g(),k.setAttributes=d(),k.insert=s().bind(null,"head"),k.domAPI=n(),k.insertStyleElement=m(),r()(f.A,k);let v=f.A&&f.A.locals?f.A.locals:void 0;o.d(t,{},{default:v})},"./node_modules/style-loader/dist/runtime/injectStylesIntoStyleTag.js"(e){var t=[];function o(e){for(var o=-1,a=0;a<t.length;a++)if(t[a].identifier===e){o=a;break}return o}function a(e,a){for(var r={},i=[],n=0;n<e.length;n++){var c=e[n],s=a.base?c[0]+a.base:c[0],p=r[s]||0,d="".concat(s," ").concat(p);r[s]=p+1;var l=o(d),m={css:c[1],media:c[2],sourceMap:c[3],supports:c[4],layer:c[5]};if(-1!==l)t[l].references++,t[l].updater(m);else{var u=function(e,t){var o=t.domAPI(t);return o.update(e),function(t){t?(t.css!==e.css||t.media!==e.media||t.sourceMap!==e.sourceMap||t.supports!==e.supports||t.layer!==e.layer)&&o.update(e=t):o.remove()}}(m,a);a.byIndex=n,t.splice(n,0,{identifier:d,updater:u,references:1})}i.push(d)}return i}e.exports=function(e,r){var i=a(e=e||[],r=r||{});return function(e){e=e||[];for(var n=0;n<i.length;n++){var c=o(i[n]);t[c].references--}for(var s=a(e,r),p=0;p<i.length;p++){var d=o(i[p]);0===t[d].references&&(t[d].updater(),t.splice(d,1))}i=s}}},"./node_modules/style-loader/dist/runtime/insertBySelector.js"(e){var t={};e.exports=function(e,o){var a=function(e){if(void 0===t[e]){var o=document.querySelector(e);if(window.HTMLIFrameElement&&o instanceof window.HTMLIFrameElement)try{o=o.contentDocument.head}catch(e){o=null}t[e]=o}return t[e]}(e);if(!a)throw Error("Couldn't find a style target. This probably means that the value for the 'insert' parameter is invalid.");a.appendChild(o)}},"./node_modules/style-loader/dist/runtime/insertStyleElement.js"(e){e.exports=function(e){var t=document.createElement("style");return e.setAttributes(t,e.attributes),e.insert(t,e.options),t}},"./node_modules/style-loader/dist/runtime/setAttributesWithoutAttributes.js"(e,t,o){e.exports=function(e){var t=o.nc;t&&e.setAttribute("nonce",t)}},"./node_modules/style-loader/dist/runtime/styleDomAPI.js"(e){e.exports=function(e){if("u"<typeof document)return{update:function(){},remove:function(){}};var t=e.insertStyleElement(e);return{update:function(o){var a,r,i;a="",o.supports&&(a+="@supports (".concat(o.supports,") {")),o.media&&(a+="@media ".concat(o.media," {")),(r=void 0!==o.layer)&&(a+="@layer".concat(o.layer.length>0?" ".concat(o.layer):""," {")),a+=o.css,r&&(a+="}"),o.media&&(a+="}"),o.supports&&(a+="}"),(i=o.sourceMap)&&"u">typeof btoa&&(a+="\n/*# sourceMappingURL=data:application/json;base64,".concat(btoa(unescape(encodeURIComponent(JSON.stringify(i))))," */")),e.styleTagTransform(a,t,e.options)},remove:function(){var e;null===(e=t).parentNode||e.parentNode.removeChild(e)}}}},"./node_modules/style-loader/dist/runtime/styleTagTransform.js"(e){e.exports=function(e,t){if(t.styleSheet)t.styleSheet.cssText=e;else{for(;t.firstChild;)t.removeChild(t.firstChild);t.appendChild(document.createTextNode(e))}}}}]);