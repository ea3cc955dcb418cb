/** The van: accent disc with ring, an arrow turned to its heading, and a fading beam ahead of it. */
export function vanMarker(): { element: HTMLElement; turnTo(headingDegrees: number | null): void } {
  const element = document.createElement('div');
  element.className = 'van';
  element.innerHTML =
    '<svg viewBox="-64 -64 128 128" aria-hidden="true"><defs><linearGradient id="beam" class="beam" gradientUnits="userSpaceOnUse" x1="0" y1="-14" x2="0" y2="-64">' +
    '<stop offset="0" stop-opacity=".62"/><stop offset="1" stop-opacity="0"/></linearGradient></defs>' +
    '<g class="turning"><path class="cone" fill="url(#beam)" d="M-7 -12 L-20 -62 Q0 -70 20 -62 L7 -12Z"/></g>' +
    '<circle class="shade" r="20" cy="1.5"/><circle class="disc" r="18.75"/>' +
    '<g class="turning"><path class="arrow" d="M0 -10.5 L8.2 8.4 Q8.6 9.8 7.2 9.3 L0 6 L-7.2 9.3 Q-8.6 9.8 -8.2 8.4Z"/></g><circle class="spot" r="6"/></svg>';
  const turning = element.querySelectorAll('.turning');
  return {
    element,
    turnTo(headingDegrees) {
      element.classList.toggle('unheaded', headingDegrees === null);
      for (const group of turning) group.setAttribute('transform', `rotate(${headingDegrees ?? 0})`);
    },
  };
}

/** The recipient's address: ink disc and a pill with its words. */
export function homeMarker(name: string): HTMLElement {
  const element = document.createElement('div');
  element.className = 'home';
  element.innerHTML =
    '<svg viewBox="-24 -24 48 48" aria-hidden="true"><circle class="shade" r="20" cy="1.5"/><circle class="disc" r="18.75"/><path class="house" d="M0 -10.5 L11 -0.6 H8 V9 H2.6 V2.6 H-2.6 V9 H-8 V-0.6 H-11Z"/></svg>';
  const pill = document.createElement('span');
  pill.textContent = name;
  element.append(pill);
  return element;
}
