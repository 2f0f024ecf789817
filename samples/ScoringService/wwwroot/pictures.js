// Pictures as inline SVG: bars of a prediction, and the ranks of a network's layers.
const names = 'http://www.w3.org/2000/svg';
const width = 400;

/** One bar for each class, the largest first. */
export function classBars(shares) {
  const sorted = Object.entries(shares).sort((a, b) => (b[1] ?? -1) - (a[1] ?? -1));
  const svg = picture(sorted.length * 38, `Share of each class: ${sorted.map(([name, share]) => `${name} ${percent(share)}`).join(', ')}`);
  sorted.forEach(([name, share], i) => {
    const y = i * 38;
    svg.append(
      text(name, 0, y + 13), text(percent(share), width, y + 13, 'end'),
      bar(0, y + 19, width, 10, 'track'), bar(0, y + 19, width * Math.min(1, share ?? 0), 10, i === 0 ? 'bar' : 'other'));
  });
  return svg;
}

/** Two bars for each layer: its effective rank, and that of a random network. */
export function rankBars(layers) {
  const largest = Math.max(1, ...layers.flatMap(layer => [layer.measured.centred.effectiveRank, layer.baseline?.centred.effectiveRank ?? 0]));
  const svg = picture(layers.length * 50, 'Effective rank of each layer beside a random network');
  layers.forEach((layer, i) => {
    const y = i * 50, rank = layer.measured.centred.effectiveRank, random = layer.baseline?.centred.effectiveRank;
    svg.append(
      text(`${layer.name}, ${layer.width} units`, 0, y + 13),
      text(`rank ${rank.toFixed(1)}${random === undefined ? '' : `, random ${random.toFixed(1)}`}`, width, y + 13, 'end'),
      bar(0, y + 19, width * rank / largest, 10, 'bar'));
    if (random !== undefined) svg.append(bar(0, y + 31, width * random / largest, 6, 'other'));
  });
  return svg;
}

export function percent(share) {
  return share === null ? '–' : `${(100 * share).toFixed(1)} %`;
}

function picture(height, label) {
  return element('svg', { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': label });
}

function bar(x, y, length, thickness, kind) {
  return element('rect', { x, y, width: Math.max(0, length), height: thickness, rx: thickness / 2, class: kind });
}

function text(content, x, y, anchor = 'start', kind = '') {
  const node = element('text', { x, y, 'text-anchor': anchor, class: kind });
  node.textContent = content;
  return node;
}

function element(name, attributes) {
  const node = document.createElementNS(names, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}
