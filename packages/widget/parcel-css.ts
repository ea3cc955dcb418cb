import { tokensCss } from './tokens.ts';

/**
 * The one style sheet of the shadow root, the same for every parcel, so that a strict policy may name it by its hash.
 * The element measures itself, not the window: a shop may put it into a column.
 */
export const parcelCss = `${tokensCss}
:host{display:block;container-type:inline-size;color:var(--ds-ink);background:var(--ds-bg);font:17px/26px var(--ds-font);-webkit-text-size-adjust:100%;text-size-adjust:100%}
:host([hidden]){display:none}
*,::before,::after{box-sizing:border-box}
h1,h2,p,ol,figure{margin:0;padding:0}
article{display:grid;grid-template-columns:minmax(0,1fr);max-width:1280px;margin-inline:auto;padding:24px var(--ds-inset)}
h1{font:700 var(--ds-answer);letter-spacing:-.025em;text-wrap:balance;overflow-wrap:break-word}
.lead{margin-top:4px;font-size:24px;line-height:32px;font-weight:500;text-wrap:balance}
.body{display:contents}
.lead:empty,.map-area:empty,.photo:empty,.history:empty,.state:empty{display:none}
.sub{margin-top:8px;color:var(--ds-muted);font-size:15px;line-height:22px}
.sub .why{color:var(--ds-ink);font-size:17px;line-height:26px;margin-bottom:4px;text-wrap:pretty}
a{color:var(--ds-accent);text-underline-offset:4px;text-decoration-thickness:1.5px}
a:hover{text-decoration-thickness:2.5px}
a:focus-visible{outline:3px solid var(--ds-accent);outline-offset:3px;border-radius:4px}
.link{display:inline-flex;align-items:center;min-height:44px;font-size:17px}
.state p{margin-top:16px;padding:12px 16px;border-radius:14px;background:var(--ds-surface);border:1px solid var(--ds-hairline);font-size:15px;line-height:22px}
.state a{display:inline-block;padding-block:11px;margin-block:-11px}
.map-area{margin:24px calc(var(--ds-inset)/-2) 0}
.map{position:relative;border-radius:var(--ds-radius-panel);border:1px solid var(--ds-hairline);overflow:hidden}
.open{aspect-ratio:366/344;min-height:280px;width:100%;background:var(--ds-map-land);isolation:isolate}
.open::after{content:"";position:absolute;inset:0;border-radius:19px;box-shadow:inset 0 0 0 1px rgb(0 0 0/.05);pointer-events:none;z-index:3}
.dial{position:absolute;inset:0;width:100%;height:100%;overflow:visible}
.dial text{font-size:13px;fill:var(--ds-muted);text-anchor:middle;paint-order:stroke;stroke:var(--ds-map-land);stroke-width:4px}
.ring{fill:none;stroke:var(--ds-control);stroke-opacity:.45;stroke-dasharray:2 5}
.dial-home circle,.dial-van circle{stroke:var(--ds-bg);stroke-width:3.5}
.dial .dial-home text{fill:var(--ds-ink);font-weight:600}.dial-home circle{fill:var(--ds-ink)}.dial-home path{fill:var(--ds-bg)}
.dial-van circle{fill:var(--ds-accent)}.dial-van path{fill:var(--ds-on-accent)}
.late .dial-van circle{fill:var(--ds-muted)}
@media(prefers-reduced-motion:no-preference){.dial-home,.dial-van{transition:transform 1s linear}.canvas{transition:opacity .2s}}
.canvas{position:absolute;inset:0;opacity:0}
.ready .canvas{opacity:1}
.where{position:absolute;z-index:1;inset:0 0 auto;padding:13px 20px;font-size:15px;line-height:22px;font-weight:500;text-wrap:balance;background:var(--ds-surface);border-bottom:1px solid var(--ds-hairline)}
.ready:not(.plain) .where,.unseen{position:absolute;inset:auto;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.plain{display:flex;flex-direction:column}
.plain .canvas{position:relative;inset:auto;flex:1;min-height:0}
.open:not(.ready) .source,.plain .source{display:none}
.plain .where{position:relative;order:-1}
.pill{position:absolute;z-index:2;border-radius:var(--ds-radius-pill);background:var(--ds-map-pill);color:var(--ds-ink)}
.freshness{left:12px;bottom:12px;max-width:calc(100% - 24px);display:flex;flex-wrap:wrap;align-items:center;column-gap:5px;padding:6px 14px 6px 12px;font-size:15px;line-height:22px;box-shadow:var(--ds-shadow-map);font-variant-numeric:tabular-nums}
.freshness .what{font-weight:500}
.age{color:var(--ds-muted);white-space:nowrap}
.dot{width:10px;height:10px;margin-right:3px;border-radius:50%;background:var(--ds-accent);flex:none}
.dot.late{background:none;border:2px solid var(--ds-control)}
.source{right:12px;bottom:12px;font-size:12px;line-height:18px}
.source>*{display:block;padding:3px 9px;color:var(--ds-muted);text-decoration:none}
.source a:hover{text-decoration:underline}
.closed{padding:24px 20px;background:var(--ds-surface)}
.closed:has(.row){padding-top:20px}
.closed:not(:has(.row)){padding-block:16px}
.row{display:grid;grid-template-columns:1fr auto;font-size:15px;line-height:22px;color:var(--ds-muted);margin-bottom:16px}
.bracket-label{grid-column:1/-1;padding-left:16.75%;font-weight:500;color:var(--ds-ink)}
.bare .bracket-label,.bare .bracket{display:none}
.houses{grid-column:1/-1;display:block;width:100%;height:auto;overflow:visible;pointer-events:none}
.row-right{text-align:right;font-weight:600;color:var(--ds-accent);grid-column:2}
.house{fill:var(--ds-bg);stroke:var(--ds-control);stroke-opacity:.55;stroke-width:1}
.pane{fill:var(--ds-control);fill-opacity:.42}
.street{fill:none;stroke:var(--ds-control);stroke-width:1.5}
.own{fill:var(--ds-accent)}.own-pane{fill:var(--ds-on-accent)}.step{stroke:var(--ds-accent);stroke-width:1.5}
.bracket{fill:none;stroke:var(--ds-accent);stroke-width:1.6}
.glow{stop-color:var(--ds-accent);stop-opacity:.16}.glow.end{stop-opacity:0}
.because{text-wrap:pretty}
.because strong{font-weight:650}
.photo{margin-top:16px;color:var(--ds-muted);font-size:15px;line-height:22px}
.photo:has(.shot){margin-top:24px}
.map-area:empty~.photo>p{margin:8px calc(var(--ds-inset)/-2) 0;padding:16px 20px;border:1px solid var(--ds-hairline);border-radius:var(--ds-radius-panel);background:var(--ds-surface);color:var(--ds-ink);font-size:17px;line-height:26px;text-wrap:pretty}
.frame{position:relative;display:grid;aspect-ratio:4/3;margin-inline:calc(var(--ds-inset)/-2);border-radius:var(--ds-radius-panel);overflow:hidden;background:var(--ds-surface);isolation:isolate}
.frame::after{content:"";position:absolute;inset:0;border-radius:inherit;box-shadow:inset 0 0 0 1px rgb(0 0 0/.1);pointer-events:none}
.frame img{grid-area:1/1;width:100%;height:100%;min-height:0;object-fit:contain;font-size:15px;line-height:22px}
.frame .ground{z-index:-1;object-fit:cover;transform:scale(1.2);filter:blur(24px) saturate(.8);opacity:.75}
.shot figcaption{margin-top:12px;text-wrap:pretty}
.shot .place{display:block;color:var(--ds-ink);font-size:17px;line-height:26px;font-weight:500}
.shot .near,.shot .until{display:block}
.shot .near{color:var(--ds-ink)}
.looks:empty,.claims[hidden]{display:none}
.looks{margin-top:24px;padding-top:24px;border-top:1px solid var(--ds-hairline)}
.looks p{margin-top:8px;color:var(--ds-muted);font-size:15px;line-height:22px}
.looks ul{list-style:none;margin:8px 0 0;padding:0}
.looks li{padding:8px 0 0}
.looks li::before,.looks li::after{content:none!important}
.history{margin-top:24px;padding-top:24px;border-top:1px solid var(--ds-hairline)}
h2{font-size:20px;line-height:28px;font-weight:650;letter-spacing:-.01em;text-wrap:balance}
ol{list-style:none;margin-top:16px}
li{position:relative;padding:0 0 20px 32px}
li:last-child{padding-bottom:0}
li::before{content:"";position:absolute;left:4px;top:7px;width:12px;height:12px;border-radius:50%;border:2px solid var(--ds-control)}
li:first-child::before{border:0;background:var(--ds-accent);box-shadow:0 0 0 4px var(--ds-accent-soft)}
li:not(:last-child)::after{content:"";position:absolute;left:9px;top:25px;bottom:-2px;width:2px;border-radius:1px;background:var(--ds-hairline)}
.happened{display:block;font-weight:600}
time{display:block;color:var(--ds-muted);font-size:15px;line-height:22px}
@container(max-width:374px){.open{aspect-ratio:auto;height:330px}}
@container(max-width:460px){.source{top:12px;bottom:auto}}
@container(min-width:900px){
article{grid-template-columns:minmax(0,1fr) 344px;column-gap:44px;padding-block:32px 44px}
header{grid-column:1;display:flex;flex-wrap:wrap;align-items:baseline;align-content:start;column-gap:28px}
.lead{font-size:28px;line-height:36px;margin-top:0}
.sub{grid-column:2;grid-row:1;align-self:end;padding-bottom:10px}
.state{grid-column:1/-1;grid-row:2}
.body{display:flow-root;grid-column:1/-1;grid-row:3}
.map-area{margin-inline:0}
.photo{margin-top:24px}
.photo,.actions,.looks,.claims,.history{float:right;clear:right;width:344px}
.map-area,.photo:has(.shot),.map-area:empty~.photo{float:left;clear:none;width:calc(100% - 388px)}
/* Two columns that do not wait for each other: what follows in the left one begins right below it. */
.more{display:flow-root;clear:left;margin-right:388px}
.map-area:empty~.photo>p{margin:0;padding:16px 32px}
.frame{margin-inline:0}
.claims[hidden]~.looks{border-top:0;padding-top:0}
.history{border-top:0}
/* An empty slot cannot be told from here: the page says by this width that something stands in it. */
.claims:not([hidden])~.history{border-top:var(--ds-below-claims,0px) solid var(--ds-hairline);padding-top:calc(24*var(--ds-below-claims,0px))!important}
.looks:not(:empty)~.history{border-top:1px solid var(--ds-hairline);padding-top:24px!important}
.map-area:not(:empty)~.photo:not(:empty,:has(.shot))~.history{margin-top:20px;border-top:1px solid var(--ds-hairline)}
.photo:is(:empty,:has(.shot),.map-area:empty~*)~.history{padding-top:0}
.open{aspect-ratio:748/520}
.closed{padding:28px 32px}
}
@media(forced-colors:active){.dot,li:first-child::before{background:CanvasText}.map,.pill{border:1px solid CanvasText}}
`;
