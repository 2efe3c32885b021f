/**
 * The picture of a boundary: client → Gateway → backend, one lane per backend. It brings its own light ground with a border, because a
 * picture in a hover does not follow the theme; every text on it has a contrast above 4.5:1, and no meaning rests on colour alone.
 */
import { isKnownNamespace } from "../delivery/deployment.ts";
import type { BackendHop, Wire } from "../gateway/backend-hop.ts";
import type { Boundary } from "../gateway/boundary.ts";
import { oneLine, xmlText } from "./escape.ts";
import type { Picture } from "./picture.ts";
import { toPlain } from "./prose.ts";
import { hopName, knowledgeWords, wireWords } from "./words.ts";

const ink = "#1f2937";
const faint = "#4b5563";
const good = "#166534";
const bad = "#b91c1c";
const open = "#6b4e00";

const width = 600;
const gatewayLeft = 176;
const gatewayRight = 340;
const backendLeft = 446;
const backendRight = width - 10;
const laneHeight = 58;
const mostLanes = 3;

interface Stroke {
  readonly colour: string;
  readonly dash: string;
  readonly label: string;
  readonly lock: "closed" | "open" | "none";
}

const strokes: Readonly<Record<Wire | "nothing", Stroke>> = {
  encrypted: { colour: good, dash: "", label: "TLS", lock: "closed" },
  "passed through": { colour: good, dash: "", label: "client's TLS", lock: "closed" },
  plaintext: { colour: bad, dash: "7 4", label: "plaintext", lock: "open" },
  raw: { colour: faint, dash: "12 3", label: "raw bytes", lock: "none" },
  blocked: { colour: bad, dash: "2 5", label: "refused", lock: "none" },
  unknown: { colour: open, dash: "2 4", label: "unknown", lock: "none" },
  nothing: { colour: faint, dash: "1 6", label: "nothing", lock: "none" },
};

interface Lane {
  readonly wire: Wire | "nothing";
  readonly title: string;
  readonly lines: readonly string[];
}

/** Draws the boundary; `now` in milliseconds since the epoch dates the certificate. */
export function boundaryPicture(boundary: Boundary, now: number): Picture {
  const lanes = lanesOf(boundary);
  const caption = captionOf(boundary, now);
  const body = Math.max(86, lanes.length * laneHeight + 6);
  const height = 14 + body + 24;
  const middle = 10 + body / 2;
  const parts: string[] = [
    `<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="6" fill="#ffffff" stroke="#6b7280"/>`,
    box(10, middle - 22, 74, 44, ["client"]),
    arrow(86, gatewayLeft - 2, middle, middle, strokes[boundary.clientWire]),
    box(gatewayLeft, 10, gatewayRight - gatewayLeft, body, gatewayLines(boundary), boundary.terminates === "Gateway" ? good : ink),
  ];
  lanes.forEach((lane, i) => {
    const y = middle + (i - (lanes.length - 1) / 2) * laneHeight;
    parts.push(arrow(gatewayRight + 2, backendLeft - 2, y, y, strokes[lane.wire]));
    parts.push(box(backendLeft, y - 25, backendRight - backendLeft, 50, [lane.title, ...lane.lines], ink));
  });
  parts.push(label(width / 2, height - 10, fitted(caption, width - 24), faint));
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif" font-size="11">${parts.join("")}</svg>`;
  return { svg, alt: alternativeOf(boundary, caption) };
}

function lanesOf(boundary: Boundary): readonly Lane[] {
  const lanes = boundary.hops.map((hop): Lane => {
    const { target } = hop.backend;
    const lines = isKnownNamespace(target.namespace) ? [`in ${target.namespace}`] : [];
    const ends = laneEnd(hop);
    if (ends !== undefined) lines.push(ends);
    return { wire: hop.wire, title: portOf(hop) === undefined ? target.name : `${target.name}:${portOf(hop)}`, lines };
  });
  if (lanes.length === 0) {
    if (boundary.routes.length > 0) return [{ wire: "nothing", title: "no backend", lines: ["the routes name none"] }];
    return [{ wire: "unknown", title: "backend unknown", lines: ["no known route attaches"] }];
  }
  if (lanes.length <= mostLanes) return lanes;
  const rest = lanes.slice(mostLanes - 1);
  const [first] = rest;
  const alike = first !== undefined && rest.every(({ wire }) => wire === first.wire);
  const more: Lane = { wire: alike ? first.wire : "unknown", title: `${rest.length} more backends`, lines: alike ? [] : ["see the table"] };
  return [...lanes.slice(0, mostLanes - 1), more];
}

function laneEnd({ wire, certain, mesh }: BackendHop): string | undefined {
  if (wire === "passed through") return "ends TLS, has the key";
  if (wire === "encrypted") return "second TLS ends here";
  if (wire === "plaintext" && !certain) return "as far as is known";
  return wire === "unknown" && mesh !== undefined ? "perhaps in a mesh" : undefined;
}

function portOf({ backend }: BackendHop): string | undefined {
  return backend.ref.port?.node.value;
}

function gatewayLines({ listener, terminates, privateKey }: Boundary): readonly string[] {
  const ends = {
    Gateway: "TLS ends here",
    backend: "TLS goes through",
    nobody: "no TLS here",
    unknown: "TLS unknown",
  }[terminates];
  const key = privateKey === "Secret" ? "uses the private key" : privateKey === "backend" ? "has no key" : "";
  const sees = { Gateway: "sees every request", backend: "sees the SNI only", nobody: "", unknown: "" }[terminates];
  const plain = listener.protocol === "HTTP" ? "sees every request" : "";
  return [`${listener.owner.resource.kind} ${listener.owner.name}`, `listener ${listener.name}`, ends, key, sees, plain].filter(
    (line) => line !== "",
  );
}

function captionOf(boundary: Boundary, now: number): string {
  const [first, ...more] = boundary.certificates.flatMap(({ knowledge }) => knowledge);
  if (first !== undefined) {
    const others = more.length === 0 ? "" : ` (and ${more.length} more)`;
    return `certificate: ${toPlain(knowledgeWords(first, now))}${others}`;
  }
  if (boundary.noCertificate !== undefined) return `certificate: none known, because ${boundary.noCertificate}`;
  return boundary.terminates === "backend" ? "certificate and private key: the backend's" : "no certificate on this listener";
}

function alternativeOf({ model, clientWire, hops }: Boundary, caption: string): string {
  const second = hops.map((hop) => `${toPlain(hopName(hop))} ${wireWords(hop.wire, hop.certain)}`).slice(0, mostLanes);
  return [`${model}: client → Gateway ${wireWords(clientWire)}`, ...second, caption].join("; ");
}

function box(x: number, y: number, w: number, h: number, lines: readonly string[], edge = ink): string {
  const step = 14;
  const top = y + h / 2 - ((lines.length - 1) * step) / 2 + 4;
  const texts = lines.map((line, i) =>
    label(x + w / 2, top + i * step, fitted(line, i === 0 ? (w - 10) * 0.84 : w - 10), i === 0 ? ink : faint, i === 0),
  );
  return `<rect x="${x}" y="${y}" width="${w}" height="${h}" rx="4" fill="#f3f4f6" stroke="${edge}" stroke-width="1.5"/>${texts.join("")}`;
}

function arrow(x1: number, x2: number, y1: number, y2: number, { colour, dash, label: words, lock }: Stroke): string {
  const dashes = dash === "" ? "" : ` stroke-dasharray="${dash}"`;
  const line = `<line x1="${x1}" y1="${y1}" x2="${x2 - 6}" y2="${y2}" stroke="${colour}" stroke-width="2.5"${dashes}/>`;
  const head = `<path d="M${x2 - 8} ${y2 - 5}L${x2} ${y2}L${x2 - 8} ${y2 + 5}Z" fill="${colour}"/>`;
  const middle = (x1 + x2) / 2;
  return line + head + padlock(middle, y1 - 22, colour, lock) + label(middle, y1 + 15, words, colour, true);
}

function padlock(x: number, y: number, colour: string, lock: Stroke["lock"]): string {
  if (lock === "none") return "";
  const shackle = lock === "closed" ? `M${x - 4} ${y + 7}v-3a4 4 0 0 1 8 0v3` : `M${x + 4} ${y + 7}v-3a4 4 0 0 1 8 0v1`;
  return `<path d="${shackle}" fill="none" stroke="${colour}" stroke-width="1.8"/><rect x="${x - 6}" y="${y + 7}" width="12" height="9" rx="1.5" fill="${colour}"/>`;
}

function label(x: number, y: number, words: string, colour: string, strong = false): string {
  const weight = strong ? ' font-weight="600"' : "";
  return `<text x="${x}" y="${y}" text-anchor="middle" fill="${colour}"${weight}>${xmlText(words)}</text>`;
}

/** Shortens in the middle, where names differ least, to about the pixels that are there; strong letters take a sixth more. */
function fitted(words: string, pixels: number): string {
  const line = oneLine(words);
  const most = Math.floor(pixels / 6.1);
  if (line.length <= most) return line;
  const tail = Math.floor((most - 1) / 2);
  return `${line.slice(0, most - 1 - tail)}…${line.slice(line.length - tail)}`;
}
