// Makes pictures of screens small: at most 256 colours, as good as the eye sees, and packed tightly.
// Only what Chromium's screenshots are is read: 8 bits a channel, no interlacing.
import { constants, deflateSync, inflateSync } from "node:zlib";

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const COLOURS_MAX = 256;

const CRC = Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc >>> 0;
});

function checksum(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = CRC[(crc ^ byte) & 255] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

function chunk(kind, data) {
  const body = Buffer.concat([Buffer.from(kind, "latin1"), data]);
  const [length, crc] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  crc.writeUInt32BE(checksum(body));
  return Buffer.concat([length, body, crc]);
}

/** The pixels of a picture, each as one number 0xRRGGBB, row by row. */
export function read(png) {
  const parts = [];
  let head;
  for (let at = SIGNATURE.length; at < png.length;) {
    const length = png.readUInt32BE(at);
    const kind = png.toString("latin1", at + 4, at + 8);
    const data = png.subarray(at + 8, at + 8 + length);
    if (kind === "IHDR") head = data;
    if (kind === "IDAT") parts.push(data);
    at += length + 12;
  }
  const [width, height] = [head.readUInt32BE(0), head.readUInt32BE(4)];
  const channels = { 2: 3, 6: 4 }[head[9]];
  if (head[8] !== 8 || !channels || head[12] !== 0) throw new Error("not a screenshot");
  const bytes = inflateSync(Buffer.concat(parts));
  const line = width * channels;
  const pixels = new Uint32Array(width * height);
  let before = new Uint8Array(line);
  for (let y = 0; y < height; y += 1) {
    const filter = bytes[y * (line + 1)];
    const row = Uint8Array.from(bytes.subarray(y * (line + 1) + 1, (y + 1) * (line + 1)));
    for (let x = 0; x < line; x += 1) {
      const left = x >= channels ? row[x - channels] : 0;
      const above = before[x];
      const corner = x >= channels ? before[x - channels] : 0;
      row[x] += [0, left, above, (left + above) >> 1, nearest(left, above, corner)][filter];
    }
    for (let x = 0; x < width; x += 1) {
      const at = x * channels;
      pixels[y * width + x] = (row[at] << 16) | (row[at + 1] << 8) | row[at + 2];
    }
    before = row;
  }
  return { width, height, pixels };
}

function nearest(left, above, corner) {
  const guess = left + above - corner;
  const [a, b, c] = [left, above, corner].map((value) => Math.abs(guess - value));
  return a <= b && a <= c ? left : b <= c ? above : corner;
}

/** At most 256 colours for those that are there, by halving the box with the most spread. */
function palette(counts) {
  const colours = [...counts.keys()];
  const boxes = [measured(colours, counts)];
  while (boxes.length < Math.min(COLOURS_MAX, colours.length)) {
    boxes.sort((a, b) => b.weight - a.weight);
    const box = boxes.shift();
    if (box.colours.length < 2) {
      boxes.push({ ...box, weight: 0 });
      if (boxes.every(({ weight }) => weight === 0)) break;
      continue;
    }
    const { shift } = box;
    box.colours.sort((a, b) => ((a >> shift) & 255) - ((b >> shift) & 255));
    const middle = box.colours.length >> 1;
    boxes.push(measured(box.colours.slice(0, middle), counts), measured(box.colours.slice(middle), counts));
  }
  const chosen = [];
  const index = new Map();
  for (const { colours } of boxes) {
    // The colour that most pixels of the box have: surfaces and text stay exactly as they are.
    const most = colours.reduce((best, one) => (counts.get(one) > counts.get(best) ? one : best));
    for (const colour of colours) index.set(colour, chosen.length);
    chosen.push(most);
  }
  return { chosen, index };
}

function measured(colours, counts) {
  let widest = { shift: 0, spread: -1 };
  for (const shift of [16, 8, 0]) {
    const values = colours.map((colour) => (colour >> shift) & 255);
    const spread = values.reduce((a, b) => Math.max(a, b)) - values.reduce((a, b) => Math.min(a, b));
    if (spread > widest.spread) widest = { shift, spread };
  }
  const pixels = colours.reduce((sum, colour) => sum + counts.get(colour), 0);
  return { colours, shift: widest.shift, weight: widest.spread * Math.sqrt(pixels) };
}

/** A screenshot made small. */
export function small(png) {
  const { width, height, pixels } = read(png);
  const counts = new Map();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const { chosen, index } = palette(counts);
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      rows[y * (width + 1) + 1 + x] = index.get(pixels[y * width + x]);
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  const colours = Buffer.from(chosen.flatMap((colour) => [colour >> 16, (colour >> 8) & 255, colour & 255]));
  const packed = deflateSync(rows, { level: 9, memLevel: 9, strategy: constants.Z_DEFAULT_STRATEGY });
  return Buffer.concat([
    SIGNATURE,
    chunk("IHDR", head),
    chunk("PLTE", colours),
    chunk("IDAT", packed),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}
