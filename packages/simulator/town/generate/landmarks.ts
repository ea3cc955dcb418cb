import { angleOf, closed, contains, distanceToLine, type Line, middleOf, type Point, step } from './geometry.ts';

/** The church in its yard: nave, choir and a tower at its west end, one ring. */
export function churchIn(yard: Line): Point[] {
  const middle = middleOf(yard);
  const outline: [number, number][] = [
    [-19, -4.5],
    [-11, -4.5],
    [-11, -7.5],
    [9, -7.5],
    [9, -5],
    [15, -5],
    [19, -2],
    [19, 2],
    [15, 5],
    [9, 5],
    [9, 7.5],
    [-11, 7.5],
    [-11, 4.5],
    [-19, 4.5],
  ];
  return outline.map(([x, y]) => ({ x: middle.x + x, y: middle.y + y }));
}

/** A school on its ground: a long wing, a cross wing and a gymnasium, as far as there is room. */
export function schoolOn(ground: Line): Line[] {
  const middle = middleOf(ground);
  const along = angleOf(ground[0] ?? middle, ground[Math.floor(ground.length / 4)] ?? middle);
  const box = (x: number, y: number, width: number, depth: number): Line =>
    [
      [x, y],
      [x + width, y],
      [x + width, y + depth],
      [x, y + depth],
    ].map(([forward = 0, left = 0]) => step(step(middle, along, forward), along + Math.PI / 2, left));
  const wings = [box(-34, 4, 62, 14), box(-34, -26, 14, 29.5), box(6, -28, 26, 17)];
  return wings.filter((wing) =>
    wing.every((corner) => contains(ground, corner) && distanceToLine(corner, closed(ground)) > 7),
  );
}
