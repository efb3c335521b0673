// A map of areas, drawn by MapLibre from files of this application alone: no glyphs, no sprites, no tile server.
// The table beside it is the same in words; where the map cannot be drawn the table stands alone.

const SHADES = ["#ffffff", "#d6e8ee", "#a5cbd8", "#6ba7bb", "#2f7c97", "#10495e"];
const GAP = "not-assessed";
const SIGNS = {
  power: ["M9 1 3 9h4l-1 6 6-8H8z", true],
  water: ["M8 1.5C5 6 3.5 8 3.5 10.3a4.5 4.5 0 0 0 9 0C12.5 8 11 6 8 1.5z", true],
  heat: ["M8 1c1 3 4 4.5 4 8.5A4 4 0 0 1 8 14a4 4 0 0 1-4-4.5C4 7 6 6.5 6 4c1 .5 1.5 1.2 1.7 2C8.3 4.5 8.3 2.8 8 1z", true],
  wastewater: ["M1 6c2-2 3-2 5 0s3 2 5 0 3-2 4-1M1 11c2-2 3-2 5 0s3 2 5 0 3-2 4-1", false],
  mobile: ["M8 7v8M5 15h6M5 3a4 4 0 0 0 0 6M11 3a4 4 0 0 1 0 6", false],
  it: ["M2 3h12v8H2zM6 14h4", false],
  road_access: ["M5 15 7 1M11 15 9 1M8 3v2M8 7v2M8 11v2", false],
  fuel: ["M3 15V2h6v13M3 7h6M9 6h2v6h2V6l-2-3", false],
  medicine: ["M8 2v12M2 8h12", false],
  care: ["M3 7v7h10V7M1.5 8 8 2l6.5 6", false],
  food: ["M5 1v14M3 1v5h4V1M11 1v14M11 1c2 1 2 6 0 7", false],
};

function signOf(service) {
  const known = Object.keys(SIGNS).find((key) => (service ?? "").startsWith(key));
  return known ?? "other";
}

// What is down is white on black and square: told apart by shape too.
function drawSign(key, down) {
  const scale = 3;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 24 * scale;
  const pen = canvas.getContext("2d");
  pen.scale(scale, scale);
  const [ink, paper] = down ? ["#ffffff", "#1a1a1a"] : ["#1a1a1a", "#ffffff"];
  pen.beginPath();
  if (down) pen.rect(1.5, 1.5, 21, 21);
  else pen.arc(12, 12, 10.5, 0, 2 * Math.PI);
  pen.fillStyle = paper;
  pen.fill();
  pen.lineWidth = 1.25;
  pen.strokeStyle = "#1a1a1a";
  pen.stroke();
  pen.fillStyle = pen.strokeStyle = ink;
  pen.translate(5.5, 5.5);
  pen.scale(0.8125, 0.8125);
  const [outline, filled] = SIGNS[key] ?? ["M8 5a3 3 0 1 0 .01 0z", true];
  const shape = new Path2D(outline);
  if (filled) pen.fill(shape);
  else {
    pen.lineWidth = 1.5;
    pen.stroke(shape);
  }
  return { data: pen.getImageData(0, 0, canvas.width, canvas.height), options: { pixelRatio: scale } };
}

function drawHatching() {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 24;
  const pen = canvas.getContext("2d");
  pen.fillStyle = "#ffffff";
  pen.fillRect(0, 0, 24, 24);
  pen.strokeStyle = "#8b949b";
  pen.lineWidth = 3;
  for (const offset of [-24, 0, 24]) {
    pen.beginPath();
    pen.moveTo(offset, 24);
    pen.lineTo(offset + 24, 0);
    pen.stroke();
  }
  return pen.getImageData(0, 0, 24, 24);
}

function stepOf(value, top) {
  if (value === null) return GAP;
  if (!(value > 0) || !(top > 0)) return 0;
  return Math.min(1 + Math.floor((5 * value) / top), 5);
}

// A count that is told as `<5` is shaded as the least that is not nobody.
function sizeOf(told) {
  if (typeof told === "number") return told;
  return typeof told === "string" && told.startsWith("<") ? 1 : null;
}

function middleOf(geometry) {
  const rings = geometry.type === "Polygon" ? [geometry.coordinates[0]] : geometry.coordinates.map((part) => part[0]);
  const largest = rings.map(centre).sort((a, b) => b.size - a.size)[0];
  return [largest.x, largest.y];
}

function centre(ring) {
  let size = 0;
  let x = 0;
  let y = 0;
  for (let i = 0; i + 1 < ring.length; i += 1) {
    const cross = (ring[i][0] - ring[0][0]) * (ring[i + 1][1] - ring[0][1]) - (ring[i + 1][0] - ring[0][0]) * (ring[i][1] - ring[0][1]);
    size += cross;
    x += (ring[i][0] + ring[i + 1][0] + ring[0][0]) * cross;
    y += (ring[i][1] + ring[i + 1][1] + ring[0][1]) * cross;
  }
  return size ? { x: x / (3 * size), y: y / (3 * size), size: Math.abs(size) } : { x: ring[0][0], y: ring[0][1], size: 0 };
}

function boundsOf(areas) {
  const points = areas.features.flatMap((area) => area.geometry.coordinates.flat(area.geometry.type === "Polygon" ? 1 : 2));
  const xs = points.map((point) => point[0]);
  const ys = points.map((point) => point[1]);
  return points.length ? [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)] : null;
}

class AreaMap {
  constructor(block, holder, settings) {
    this.block = block;
    this.holder = holder;
    this.settings = settings;
    this.numbers = new Map();
    this.format = new Intl.NumberFormat(settings.locale === "da" ? "da-DK" : "en-GB");
  }

  async open() {
    addStyle(this.holder.dataset.look);
    const [library, areas] = await Promise.all([import(this.holder.dataset.library), fetchJson(this.settings.areasUrl)]);
    this.library = library;
    this.areas = areas;
    library.setWorkerUrl(new URL(this.holder.dataset.worker, location.href).href);
    this.map = new library.Map({
      container: this.holder,
      style: { version: 8, sources: {}, layers: [{ id: "land", type: "background", paint: { "background-color": "#eef1f2" } }] },
      bounds: this.settings.bounds ?? boundsOf(areas) ?? [8, 54.5, 15.2, 57.8],
      fitBoundsOptions: { padding: 24 },
      attributionControl: false,
      cooperativeGestures: false,
      dragRotate: false,
      pitchWithRotate: false,
      locale: {
        "NavigationControl.ZoomIn": this.settings.words.zoomIn,
        "NavigationControl.ZoomOut": this.settings.words.zoomOut,
        "Map.Title": this.settings.words.map,
      },
    });
    this.map.addControl(new library.NavigationControl({ showCompass: false }), "top-right");
    this.map.scrollZoom.disable();
    await new Promise((resolve) => this.map.once("load", resolve));
    this.addAreas();
    if (this.settings.roadsUrl) await this.addRoads();
    if (this.settings.assetsUrl) await this.addAssets();
    this.show(this.settings.hour);
    this.map.on("zoomend", () => this.thin());
    this.thin();
    this.follow();
    // For other modules of a page, and for tests, which ask it what it has drawn.
    this.holder.map = this.map;
    this.holder.dataset.state = "ready";
  }

  addAreas() {
    this.map.addImage(GAP, drawHatching(), { pixelRatio: 3 });
    this.map.addSource("areas", { type: "geojson", data: this.areas, promoteId: "id" });
    const step = ["feature-state", "step"];
    const shade = ["match", ["coalesce", step, 0], ...[1, 2, 3, 4, 5].flatMap((number) => [number, SHADES[number]]), SHADES[0]];
    this.map.addLayer({ id: "areas", type: "fill", source: "areas", paint: { "fill-color": shade } });
    this.map.addLayer({ id: "gaps", type: "fill", source: "areas", filter: ["in", ["get", "id"], ["literal", []]], paint: { "fill-pattern": GAP } });
    this.map.addLayer({ id: "edges", type: "line", source: "areas", paint: { "line-color": "#565c61", "line-width": 1 } });
    for (const area of this.areas.features) {
      const label = document.createElement("div");
      label.className = "map-number";
      const marker = new this.library.Marker({ element: label }).setLngLat(middleOf(area.geometry)).addTo(this.map);
      label.removeAttribute("tabindex");
      label.setAttribute("role", "presentation");
      label.removeAttribute("aria-label");
      this.numbers.set(area.properties.id, { marker, label, box: boundsOf({ features: [area] }) });
    }
  }

  async addRoads() {
    const paint = { "line-color": "#c3c9cd", "line-width": ["interpolate", ["linear"], ["zoom"], 8, 0.4, 14, 2] };
    if (this.settings.roadsKind === "tiles") {
      await addClassicScript(this.holder.dataset.tiles);
      const protocol = new window.pmtiles.Protocol();
      this.library.addProtocol("pmtiles", protocol.tile);
      const url = new URL(this.settings.roadsUrl, location.href).href;
      const archive = new window.pmtiles.PMTiles(url);
      protocol.add(archive);
      const { vector_layers: layers } = await archive.getMetadata();
      this.map.addSource("roads", { type: "vector", url: `pmtiles://${url}` });
      this.map.addLayer({ id: "roads", type: "line", source: "roads", "source-layer": layers[0].id, paint }, "edges");
    } else {
      this.map.addSource("roads", { type: "geojson", data: this.settings.roadsUrl });
      this.map.addLayer({ id: "roads", type: "line", source: "roads", paint }, "edges");
    }
  }

  async addAssets() {
    const assets = await fetchJson(this.settings.assetsUrl);
    for (const asset of assets.features) {
      const sign = signOf(asset.properties.service);
      const name = `sign-${sign}${asset.properties.down ? "-down" : ""}`;
      asset.properties.sign = name;
      if (!this.map.hasImage(name)) {
        const { data, options } = drawSign(sign, asset.properties.down);
        this.map.addImage(name, data, options);
      }
    }
    this.map.addSource("assets", { type: "geojson", data: assets });
    // Where signs crowd, what is down is shown first; closer up there is room for all.
    const layout = {
      "symbol-sort-key": ["case", ["==", ["get", "down"], true], 0, 1],
      "icon-image": ["get", "sign"],
      "icon-allow-overlap": ["step", ["zoom"], false, 13, true],
      "icon-size": ["interpolate", ["linear"], ["zoom"], 9, 0.55, 13, 1],
    };
    this.map.addLayer({ id: "assets", type: "symbol", source: "assets", layout });
    this.map.on("click", "assets", (event) => this.tell(event.features[0]));
    this.map.on("mouseenter", "assets", () => { this.map.getCanvas().style.cursor = "pointer"; });
    this.map.on("mouseleave", "assets", () => { this.map.getCanvas().style.cursor = ""; });
  }

  tell(asset) {
    const card = document.createElement("div");
    const name = document.createElement("strong");
    name.textContent = asset.properties.name;
    if (asset.properties.down) name.append(` – ${this.settings.words.down}`);
    card.append(name);
    if (this.settings.cardUrl) {
      const link = document.createElement("a");
      link.href = this.settings.cardUrl.replace("ID", encodeURIComponent(asset.properties.id));
      link.textContent = this.settings.words.open;
      card.append(document.createElement("br"), link);
    }
    new this.library.Popup().setLngLat(asset.geometry.coordinates).setDOMContent(card).addTo(this.map);
  }

  valueAt(area, hour) {
    const series = this.settings.series?.[area.properties.id];
    if (this.settings.series) return series?.[Math.min(hour, series.length - 1)] ?? null;
    return area.properties[this.settings.value] ?? null;
  }

  show(hour) {
    const values = this.areas.features.map((area) => [area.properties.id, this.valueAt(area, hour)]);
    const all = this.settings.series ? Object.values(this.settings.series).flat() : values.map((entry) => sizeOf(entry[1]));
    const top = this.settings.top || Math.max(0, ...all.filter((value) => value !== null));
    const gaps = [];
    for (const [id, told] of values) {
      const step = stepOf(sizeOf(told), top);
      if (step === GAP) gaps.push(id);
      this.map.setFeatureState({ source: "areas", id }, { step: step === GAP ? 0 : step });
      this.numbers.get(id).label.textContent = this.write(told);
    }
    this.map.setFilter("gaps", ["in", ["get", "id"], ["literal", gaps]]);
    this.writeLegend(top, gaps.length > 0);
  }

  write(told) {
    if (told === null) return this.settings.words.notAssessed;
    return typeof told === "number" ? this.format.format(Math.round(told)) : told;
  }

  writeLegend(top, hasGaps) {
    const entries = [["step-0", this.settings.words.nobody]];
    if (top > 0) {
      for (let step = 1; step <= 5; step += 1) {
        entries.push([`step-${step}`, this.settings.words.upTo.replace("#", this.format.format(Math.ceil((top * step) / 5)))]);
      }
    }
    if (hasGaps) entries.push(["step-gap", this.settings.words.notAssessed]);
    const legend = this.block.querySelector("[data-map-legend]");
    legend.replaceChildren(...entries.map(([shade, words]) => {
      const line = document.createElement("li");
      const swatch = document.createElement("span");
      swatch.className = `map-swatch ${shade}`;
      line.append(swatch, words);
      return line;
    }));
  }

  // Numbers stand only in areas that have room for them; zooming in brings the rest.
  thin() {
    for (const { label, box } of this.numbers.values()) {
      const low = this.map.project([box[0], box[1]]);
      const high = this.map.project([box[2], box[3]]);
      label.hidden = Math.abs(high.x - low.x) < 28 || Math.abs(high.y - low.y) < 18;
    }
  }

  follow() {
    const slider = this.block.querySelector("[data-hours]");
    slider?.addEventListener("input", (event) => this.show(Number(event.target.value)));
  }
}

async function fetchJson(url) {
  const answer = await fetch(url, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return answer.json();
}

function addStyle(url) {
  if (document.querySelector(`link[href="${CSS.escape(url)}"]`)) return;
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = url;
  document.head.append(link);
}

function addClassicScript(url) {
  return new Promise((resolve, reject) => {
    if (window.pmtiles) return resolve();
    const script = document.createElement("script");
    script.src = url;
    script.addEventListener("load", resolve);
    script.addEventListener("error", reject);
    return document.head.append(script);
  });
}

async function openMap(block) {
  const holder = block.querySelector("[data-map]");
  const settings = JSON.parse(block.querySelector('script[type="application/json"]').textContent);
  try {
    await new AreaMap(block, holder, settings).open();
  } catch (error) {
    holder.classList.add("is-off");
    holder.dataset.state = "off";
    const told = block.querySelector("[data-map-told]");
    told.textContent = told.dataset.failed;
    console.warn("map:", error);
  }
}

const near = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    if (!entry.isIntersecting) continue;
    near.unobserve(entry.target);
    openMap(entry.target);
  }
}, { rootMargin: "200px" });
for (const block of document.querySelectorAll("[data-map-block]")) near.observe(block);
