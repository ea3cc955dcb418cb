/**
 * The map's own style, adopted by the shadow root along with the library. The rules on `.maplibregl-` classes are those
 * of maplibre-gl's style sheet (BSD-3-Clause) that this map needs; the rest of it are icons of controls we do not show.
 */
export const mapCss = `
.maplibregl-map{overflow:hidden;-webkit-tap-highlight-color:transparent;font:15px/20px var(--ds-font)}
.maplibregl-canvas-container{position:absolute;inset:0}
.maplibregl-canvas{position:absolute;left:0;top:0}
.maplibregl-canvas:focus-visible{outline:3px solid var(--ds-accent);outline-offset:-4px;border-radius:20px}
.maplibregl-canvas-container.maplibregl-interactive{cursor:grab;-webkit-user-select:none;user-select:none}
.maplibregl-canvas-container.maplibregl-interactive:active{cursor:grabbing}
.maplibregl-touch-zoom-rotate.maplibregl-touch-drag-pan,.maplibregl-touch-zoom-rotate.maplibregl-touch-drag-pan .maplibregl-canvas{touch-action:none}
.maplibregl-touch-drag-pan.maplibregl-cooperative-gestures,.maplibregl-touch-drag-pan.maplibregl-cooperative-gestures .maplibregl-canvas{touch-action:pan-x pan-y}
.maplibregl-marker{position:absolute;top:0;left:0;will-change:transform}
.maplibregl-cooperative-gesture-screen{position:absolute;inset:0;display:grid;place-items:center;padding:24px;text-align:center;font-size:17px;color:var(--ds-ink);background:color-mix(in srgb,var(--ds-map-land) 78%,transparent);opacity:0;pointer-events:none;transition:opacity .3s .8s;z-index:4}
.maplibregl-cooperative-gesture-screen.maplibregl-show{opacity:1;transition:opacity .05s}
.maplibregl-mobile-message{display:none}
@media(hover:none),(pointer:coarse){.maplibregl-desktop-message{display:none}.maplibregl-mobile-message{display:block}}
.van,.home{width:0;height:0;pointer-events:none}
.van{z-index:2}
.van svg{position:absolute;left:-64px;top:-64px;width:128px;height:128px;overflow:visible}
.van .disc{fill:var(--ds-accent);stroke:var(--ds-ring);stroke-width:3.5}
.van .arrow{fill:var(--ds-on-accent)}
.van .beam stop{stop-color:var(--ds-accent)}
.van .shade,.home .shade{fill:#08140f;fill-opacity:.2}
.van{--ds-ring:light-dark(#fff,#101614)}
.unheaded .arrow,.unheaded .cone{display:none}
.van .spot{display:none;fill:var(--ds-on-accent)}
.unheaded .spot{display:inline}
.late .van .disc{fill:var(--ds-muted)}
.late .van .cone{display:none}
.home svg{position:absolute;left:-24px;top:-24px;width:48px;height:48px;overflow:visible}
.home .disc{fill:var(--ds-ink);stroke:light-dark(#fff,#101614);stroke-width:3.5}
.home .house{fill:var(--ds-bg);stroke:none}
.home span{position:absolute;top:26px;left:0;transform:translateX(-50%);white-space:nowrap;padding:3px 12px;border-radius:999px;background:var(--ds-map-pill);color:var(--ds-ink);font-size:13px;line-height:20px;font-weight:600;box-shadow:var(--ds-shadow-map)}
.home.above span{top:auto;bottom:26px}
`;
