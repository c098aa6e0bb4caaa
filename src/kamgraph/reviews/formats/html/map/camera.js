// What part of a map is seen: pan by dragging, zoom by wheel, pinch and keys.

const NEAREST = 4; // pixels a unit at most
const LEGIBLE = 1.2; // pixels a unit at which all of a box can be read
const SMALL = 0.5; // pixels a unit, below which not even names can be
const NARROW = 700; // pixels of a stage that has no room for a card beside it
const SHEET = [680, 500]; // pixels of a printed page
const CALM = window.matchMedia("(prefers-reduced-motion: reduce)");

class Camera {
  constructor(stage, svg, rescale) {
    const { x, y, width, height } = svg.viewBox.baseVal;
    Object.assign(this, { stage, svg, rescale, page: { x, y, width, height }, scale: 0, moving: 0 });
    this.measure();
  }

  // Kept, because asking for it makes the browser lay out the whole map.
  measure() {
    this.room = [this.stage.clientWidth || 1, this.stage.clientHeight || 1];
  }

  get fitting() {
    return this.fit(this.room);
  }

  fit([width, height]) {
    return Math.min(width / this.page.width, height / this.page.height);
  }

  whole() {
    const { x, y, width, height } = this.page;
    this.look(x + width / 2, y + height / 2, this.fitting);
  }

  // What would be too small as a whole begins at a person, with names that can be read.
  begin(x, y) {
    this.whole();
    if (this.scale < SMALL) this.look(x, y + this.room[1] * 0.7, 1.2 * SMALL);
  }

  look(x, y, scale) {
    const { page } = this;
    const [width, height] = this.room;
    const nearest = Math.max(NEAREST, this.fitting);
    this.scale = Math.min(nearest, Math.max(this.fitting * 0.8, scale));
    this.x = within(x, page.x, page.x + page.width);
    this.y = within(y, page.y, page.y + page.height);
    const seen = [width / this.scale, height / this.scale];
    const box = [this.x - seen[0] / 2, this.y - seen[1] / 2, ...seen];
    this.svg.setAttribute("viewBox", box.map((length) => length.toFixed(2)).join(" "));
    this.rescale(this.scale);
  }

  pan(right, down) {
    this.look(this.x - right / this.scale, this.y - down / this.scale, this.scale);
  }

  // Where a place of the screen lies on the map.
  at(left, top) {
    const box = this.stage.getBoundingClientRect();
    const across = left - box.left - this.stage.clientLeft - this.room[0] / 2;
    const down = top - box.top - this.stage.clientTop - this.room[1] / 2;
    return [this.x + across / this.scale, this.y + down / this.scale];
  }

  // Zoom so that what is under a place of the screen stays there.
  zoom(factor, left, top) {
    cancelAnimationFrame(this.moving);
    const [x, y] = left === undefined ? [this.x, this.y] : this.at(left, top);
    const before = this.scale;
    this.look(this.x, this.y, this.scale * factor);
    const kept = 1 - before / this.scale;
    this.look(this.x + (x - this.x) * kept, this.y + (y - this.y) * kept, this.scale);
  }

  travel(x, y, scale) {
    cancelAnimationFrame(this.moving);
    if (CALM.matches) return this.look(x, y, scale);
    const from = [this.x, this.y, this.scale];
    const start = performance.now();
    const step = (now) => {
      const part = Math.min(1, (now - start) / 260);
      const eased = 1 - (1 - part) ** 3;
      const way = [x, y, scale].map((end, k) => from[k] + (end - from[k]) * eased);
      this.look(...way);
      if (part < 1) this.moving = requestAnimationFrame(step);
    };
    this.moving = requestAnimationFrame(step);
  }

  jump(x, y) {
    this.travel(x, y, Math.max(this.scale, LEGIBLE));
  }

  // Bring a place into sight, clear of the edges and of a card on the right.
  reveal(x, y, covered) {
    const [width, height] = this.room;
    const across = (x - this.x) * this.scale;
    const down = (y - this.y) * this.scale;
    const edge = 70;
    const right = width / 2 - edge - covered;
    const stepX = across - within(across, edge - width / 2, Math.max(edge - width / 2, right));
    const stepY = down - within(down, edge - height / 2, height / 2 - edge);
    if (stepX || stepY) {
      this.travel(this.x + stepX / this.scale, this.y + stepY / this.scale, this.scale);
    }
  }

  showPage() {
    const { x, y, width, height } = this.page;
    this.svg.setAttribute("viewBox", `${x} ${y} ${width} ${height}`);
    this.rescale(this.fit(SHEET), PRINTED);
  }
}

function within(value, low, high) {
  return Math.max(low, Math.min(high, value));
}

// Move a camera by pointers and wheel; a drag is told apart from a click.
function followPointers(stage, camera, wheelIsOurs) {
  const pointers = new Map();
  let dragged = false;
  const middle = () => {
    const places = [...pointers.values()];
    const sum = (k) => places.reduce((total, place) => total + place[k], 0) / places.length;
    const [one, other = one] = places;
    return [sum(0), sum(1), Math.hypot(one[0] - other[0], one[1] - other[1])];
  };
  stage.addEventListener("pointerdown", (event) => {
    if (event.button || !event.target.closest("svg.chart")) return;
    if (!pointers.size) dragged = false;
    pointers.set(event.pointerId, [event.clientX, event.clientY]);
  });
  stage.addEventListener("pointermove", (event) => {
    const last = pointers.get(event.pointerId);
    if (!last) return;
    const far = Math.hypot(event.clientX - last[0], event.clientY - last[1]);
    if (!dragged && far < 4 && pointers.size === 1) return;
    if (!dragged) stage.setPointerCapture(event.pointerId);
    dragged = true;
    const [x, y, apart] = middle();
    pointers.set(event.pointerId, [event.clientX, event.clientY]);
    const [nextX, nextY, nextApart] = middle();
    camera().pan(nextX - x, nextY - y);
    if (apart && nextApart) camera().zoom(nextApart / apart, nextX, nextY);
  });
  for (const end of ["pointerup", "pointercancel"]) {
    window.addEventListener(end, (event) => pointers.delete(event.pointerId));
  }
  stage.addEventListener(
    "click",
    (event) => {
      if (dragged && event.target.closest("svg.chart, .stage") && !event.target.closest(".card")) {
        event.stopPropagation();
      }
      dragged = false;
    },
    true,
  );
  stage.addEventListener(
    "wheel",
    (event) => {
      if (!event.target.closest("svg.chart") || !(event.ctrlKey || wheelIsOurs())) return;
      event.preventDefault();
      const lines = event.deltaMode === 1 ? 16 : 1;
      const speed = event.ctrlKey ? 0.01 : 0.0016;
      camera().zoom(Math.exp(-event.deltaY * lines * speed), event.clientX, event.clientY);
    },
    { passive: false },
  );
}
