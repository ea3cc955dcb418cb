/** Gradients and textures that the parts of the picture share. */
export function definitions(tile: string): string {
  const texture = (id: string, across: number, up: number) =>
    `<pattern id="${id}" patternUnits="userSpaceOnUse" width="256" height="256" patternTransform="scale(${across} ${up})"><image width="256" height="256" href="${tile}"/></pattern>`;
  const blur = (id: string, deviation: number) =>
    `<filter id="${id}" x="-.5" y="-.5" width="2" height="2"><feGaussianBlur stdDeviation="${deviation}"/></filter>`;
  const fade = (id: string, from: string, to: string, direction = 'x1="0" y1="0" x2="0" y2="1"') =>
    `<linearGradient id="${id}" ${direction}>${from}${to}</linearGradient>`;
  const stop = (offset: number, colour: string, opacity: number) =>
    `<stop offset="${offset}" stop-color="${colour}" stop-opacity="${opacity}"/>`;
  return `<defs>
    ${texture('plaster', 1.1, 1)}${texture('grain', 12, 1.1)}${texture('grainUp', 1.1, 14)}${texture('bristle', 0.7, 0.9)}
    ${blur('soft', 7)}${blur('softer', 20)}
    <filter id="drop" x="-.2" y="-.2" width="1.4" height="1.4"><feDropShadow dx="10" dy="12" stdDeviation="9" flood-color="#1a1610" flood-opacity=".42"/></filter>
    ${fade('doorLight', stop(0, '#fff', 0.1) + stop(0.5, '#fff', 0), stop(1, '#000', 0.2), 'x1="0" y1="0" x2=".3" y2="1"')}
    ${fade('glass', stop(0, '#c9d9df', 1) + stop(0.45, '#7f979f', 1), stop(0.46, '#94a9af', 1) + stop(1, '#4c5f66', 1), 'x1="0" y1="0" x2=".7" y2="1"')}
    ${fade('sheen', stop(0, '#fff', 0.35), stop(0.6, '#fff', 0), 'x1="0" y1="0" x2=".6" y2="1"')}
    ${fade('boxLight', stop(0, '#fff', 0.14), stop(1, '#000', 0.16), 'x1="0" y1="0" x2=".5" y2="1"')}
    ${fade('topLight', stop(0, '#000', 0.1), stop(1, '#fff', 0.14))}
    ${fade('roundLight', stop(0, '#fff', 0.22) + stop(0.35, '#fff', 0), stop(1, '#000', 0.42), 'x1="0" y1="0" x2="1" y2="0"')}
    ${fade('groundShade', stop(0, '#000', 0.34) + stop(0.22, '#000', 0.06), stop(1, '#000', 0.14))}
    ${fade('sunLeft', stop(0, '#fff6de', 0.24) + stop(0.5, '#fff6de', 0), stop(1, '#1b2340', 0.2), 'x1="0" y1="0" x2="1" y2=".55"')}
    ${fade('sunRight', stop(0, '#fff6de', 0.24) + stop(0.5, '#fff6de', 0), stop(1, '#1b2340', 0.2), 'x1="1" y1="0" x2="0" y2=".55"')}
    <radialGradient id="spot"><stop offset=".35" stop-color="#2c3550" stop-opacity="1"/><stop offset="1" stop-color="#2c3550" stop-opacity="0"/></radialGradient>
    <radialGradient id="vignette" cx=".5" cy=".52" r=".78"><stop offset=".62" stop-color="#000" stop-opacity="0"/><stop offset="1" stop-color="#0a0805" stop-opacity=".34"/></radialGradient>
  </defs>`;
}
