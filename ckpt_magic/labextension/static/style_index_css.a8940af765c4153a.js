"use strict";(self.rspackChunkckpt_magic_labextension=self.rspackChunkckpt_magic_labextension||[]).push([["style_index_css"],{"./node_modules/css-loader/dist/cjs.js!./style/banner.css"(t,e,a){var r=a("./node_modules/css-loader/dist/runtime/noSourceMaps.js"),o=a.n(r),i=a("./node_modules/css-loader/dist/runtime/api.js"),n=(a.n(i))()(o());n.push([t.id,`/* The banner above a notebook's cells, and the kernel's buttons that the page presses. */

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
`,""]),a.d(e,{},{A:n})},"./node_modules/css-loader/dist/cjs.js!./style/base.css"(t,e,a){var r=a("./node_modules/css-loader/dist/runtime/noSourceMaps.js"),o=a.n(r),i=a("./node_modules/css-loader/dist/runtime/api.js"),n=(a.n(i))()(o());n.push([t.id,`/* Colours, sizes and fonts are the theme's: light, dark and high-contrast come by themselves. */

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

/* Operations */

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

.ckpt-magic-SidePanel code {
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

/* Buttons */

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

/* Details */

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

@container (max-width: 260px) {
  .ckpt-magic-mod-checkpoints :is(th, td):nth-child(4),
  .ckpt-magic-mod-variables :is(th, td):nth-child(2) {
    display: none;
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

/* Free space */

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
`,""]),a.d(e,{},{A:n})},"./node_modules/css-loader/dist/cjs.js!./style/index.css"(t,e,a){var r=a("./node_modules/css-loader/dist/runtime/noSourceMaps.js"),o=a.n(r),i=a("./node_modules/css-loader/dist/runtime/api.js"),n=a.n(i),c=a("./node_modules/css-loader/dist/cjs.js!./style/base.css"),p=a("./node_modules/css-loader/dist/cjs.js!./style/banner.css"),s=n()(o());s.i(c.A),s.i(p.A),s.push([t.id,`
`,""]),a.d(e,{},{A:s})},"./node_modules/css-loader/dist/runtime/api.js"(t){t.exports=function(t){var e=[];return e.toString=function(){return this.map(function(e){var a="",r=void 0!==e[5];return e[4]&&(a+="@supports (".concat(e[4],") {")),e[2]&&(a+="@media ".concat(e[2]," {")),r&&(a+="@layer".concat(e[5].length>0?" ".concat(e[5]):""," {")),a+=t(e),r&&(a+="}"),e[2]&&(a+="}"),e[4]&&(a+="}"),a}).join("")},e.i=function(t,a,r,o,i){"string"==typeof t&&(t=[[null,t,void 0]]);var n={};if(r)for(var c=0;c<this.length;c++){var p=this[c][0];null!=p&&(n[p]=!0)}for(var s=0;s<t.length;s++){var l=[].concat(t[s]);r&&n[l[0]]||(void 0!==i&&(void 0===l[5]||(l[1]="@layer".concat(l[5].length>0?" ".concat(l[5]):""," {").concat(l[1],"}")),l[5]=i),a&&(l[2]&&(l[1]="@media ".concat(l[2]," {").concat(l[1],"}")),l[2]=a),o&&(l[4]?(l[1]="@supports (".concat(l[4],") {").concat(l[1],"}"),l[4]=o):l[4]="".concat(o)),e.push(l))}},e}},"./node_modules/css-loader/dist/runtime/noSourceMaps.js"(t){t.exports=function(t){return t[1]}},"./style/index.css"(t,e,a){a.r(e);var r=a("./node_modules/style-loader/dist/runtime/injectStylesIntoStyleTag.js"),o=a.n(r),i=a("./node_modules/style-loader/dist/runtime/styleDomAPI.js"),n=a.n(i),c=a("./node_modules/style-loader/dist/runtime/insertBySelector.js"),p=a.n(c),s=a("./node_modules/style-loader/dist/runtime/setAttributesWithoutAttributes.js"),l=a.n(s),d=a("./node_modules/style-loader/dist/runtime/insertStyleElement.js"),m=a.n(d),u=a("./node_modules/style-loader/dist/runtime/styleTagTransform.js"),g=a.n(u),f=a("./node_modules/css-loader/dist/cjs.js!./style/index.css"),k={};k.styleTagTransform=g(),k.setAttributes=l(),k.insert=p().bind(null,"head"),k.domAPI=n(),k.insertStyleElement=m(),o()(f.A,k);let v=f.A&&f.A.locals?f.A.locals:void 0;a.d(e,{},{default:v})},"./node_modules/style-loader/dist/runtime/injectStylesIntoStyleTag.js"(t){var e=[];function a(t){for(var a=-1,r=0;r<e.length;r++)if(e[r].identifier===t){a=r;break}return a}function r(t,r){for(var o={},i=[],n=0;n<t.length;n++){var c=t[n],p=r.base?c[0]+r.base:c[0],s=o[p]||0,l="".concat(p," ").concat(s);o[p]=s+1;var d=a(l),m={css:c[1],media:c[2],sourceMap:c[3],supports:c[4],layer:c[5]};if(-1!==d)e[d].references++,e[d].updater(m);else{var u=function(t,e){var a=e.domAPI(e);return a.update(t),function(e){e?(e.css!==t.css||e.media!==t.media||e.sourceMap!==t.sourceMap||e.supports!==t.supports||e.layer!==t.layer)&&a.update(t=e):a.remove()}}(m,r);r.byIndex=n,e.splice(n,0,{identifier:l,updater:u,references:1})}i.push(l)}return i}t.exports=function(t,o){var i=r(t=t||[],o=o||{});return function(t){t=t||[];for(var n=0;n<i.length;n++){var c=a(i[n]);e[c].references--}for(var p=r(t,o),s=0;s<i.length;s++){var l=a(i[s]);0===e[l].references&&(e[l].updater(),e.splice(l,1))}i=p}}},"./node_modules/style-loader/dist/runtime/insertBySelector.js"(t){var e={};t.exports=function(t,a){var r=function(t){if(void 0===e[t]){var a=document.querySelector(t);if(window.HTMLIFrameElement&&a instanceof window.HTMLIFrameElement)try{a=a.contentDocument.head}catch(t){a=null}e[t]=a}return e[t]}(t);if(!r)throw Error("Couldn't find a style target. This probably means that the value for the 'insert' parameter is invalid.");r.appendChild(a)}},"./node_modules/style-loader/dist/runtime/insertStyleElement.js"(t){t.exports=function(t){var e=document.createElement("style");return t.setAttributes(e,t.attributes),t.insert(e,t.options),e}},"./node_modules/style-loader/dist/runtime/setAttributesWithoutAttributes.js"(t,e,a){t.exports=function(t){var e=a.nc;e&&t.setAttribute("nonce",e)}},"./node_modules/style-loader/dist/runtime/styleDomAPI.js"(t){t.exports=function(t){if("u"<typeof document)return{update:function(){},remove:function(){}};var e=t.insertStyleElement(t);return{update:function(a){var r,o,i;r="",a.supports&&(r+="@supports (".concat(a.supports,") {")),a.media&&(r+="@media ".concat(a.media," {")),(o=void 0!==a.layer)&&(r+="@layer".concat(a.layer.length>0?" ".concat(a.layer):""," {")),r+=a.css,o&&(r+="}"),a.media&&(r+="}"),a.supports&&(r+="}"),(i=a.sourceMap)&&"u">typeof btoa&&(r+="\n/*# sourceMappingURL=data:application/json;base64,".concat(btoa(unescape(encodeURIComponent(JSON.stringify(i))))," */")),t.styleTagTransform(r,e,t.options)},remove:function(){var t;null===(t=e).parentNode||t.parentNode.removeChild(t)}}}},"./node_modules/style-loader/dist/runtime/styleTagTransform.js"(t){t.exports=function(t,e){if(e.styleSheet)e.styleSheet.cssText=t;else{for(;e.firstChild;)e.removeChild(e.firstChild);e.appendChild(document.createTextNode(t))}}}}]);