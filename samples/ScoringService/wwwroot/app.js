import { fill, rowOf, showErrors, showForm } from './form.js';
import { classBars, percent, rankBars } from './pictures.js';

const at = id => document.getElementById(id);
let card = null;

async function call(path, body) {
  const key = sessionStorage.getItem('key');
  const response = await fetch(path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { ...(key && { 'X-Api-Key': key }), ...(body !== undefined && { 'Content-Type': 'application/json' }) },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (response.status === 401) at('key').hidden = false;
  return { ok: response.ok, content: await response.json() };
}

function notice(text) {
  at('notice').textContent = text ?? '';
  at('notice').hidden = !text;
}

async function start() {
  const { ok, content } = await call('models');
  if (!ok) return notice(content.detail ?? content.title);
  at('key').hidden = true;
  if (content.models.length === 0) {
    notice('No model is in service yet; a first one may be in training. The page looks again in two seconds.');
    setTimeout(start, 2000);
    return;
  }
  notice();
  at('model').replaceChildren(...content.models.map(model => new Option(model.name, model.name)));
  await choose();
}

async function choose() {
  at('predict').disabled = true;
  at('fields').replaceChildren();
  forget();
  const { ok, content } = await call(`models/${encodeURIComponent(at('model').value)}`);
  if (!ok) return notice(content.detail ?? content.title);
  card = content;
  at('version').textContent = `version ${card.version}`;
  at('description').textContent = card.description ?? '';
  showForm(at('fields'), card.input);
  fill(at('row'), card.input, card.example);
  showReports();
  showFacts();
  at('predict').disabled = false;
}

function forget() {
  at('answer').textContent = 'None yet.';
  at('answer').classList.remove('given');
  at('bars').replaceChildren();
  at('unfamiliar').textContent = '';
}

async function predict(event) {
  event.preventDefault();
  at('predict').disabled = true;
  try {
    const { ok, content } = await call(`predict/${encodeURIComponent(card.name)}?collapse=true`, rowOf(at('row'), card.input));
    const others = showErrors(at('row'), card.input, content.errors ?? {});
    notice(ok ? null : [content.title, content.detail, ...others].filter(text => text).join(' '));
    if (ok) showAnswer(content); else forget();
  } catch (e) {
    notice(`The service does not answer: ${e.message}`);
  } finally {
    at('predict').disabled = false;
  }
}

function showAnswer(answer) {
  const { predictedLabel, probability, score } = answer;
  const text = predictedLabel ?? (typeof score === 'number' ? Number(score.toPrecision(6)) : '');
  at('answer').textContent = String(text);
  at('answer').classList.add('given');
  const shares = probability !== undefined ? { true: probability, false: probability === null ? null : 1 - probability } : score;
  at('bars').replaceChildren(...(shares !== null && typeof shares === 'object' ? [classBars(shares)] : []));
  const outside = answer.collapse?.OutsideSubspace;
  at('unfamiliar').textContent =
    outside === undefined || outside === null ? '' : `${percent(outside)} of the row lies outside what the network saw in training.`;
}

function showReports() {
  if (card.reports.length === 0) return at('reports').replaceChildren('The file holds no collapse report.');
  at('reports').replaceChildren(...card.reports.flatMap(report => {
    const findings = report.findings ?? [];
    const verdict = ['collapsed', 'reduced'].find(grave => findings.some(finding => finding.verdict === grave)) ?? 'healthy';
    const line = document.createElement('p');
    line.append(
      report.name + ': ', span(verdict, `verdict ${verdict}`),
      ` on ${report.rows} rows; each layer's effective rank, and below it that of a random network.`);
    const list = document.createElement('ul');
    list.append(...findings.map(finding => Object.assign(document.createElement('li'), { textContent: finding.sentence })));
    return [line, ...(findings.length ? [list] : []), rankBars(report.layers)];
  }));
}

function showFacts() {
  const training = card.training ?? {}, drift = card.drift;
  const facts = {
    Task: card.task,
    Metrics: card.metrics && Object.entries(card.metrics).map(([name, value]) => `${name} ${Number(value.toPrecision(4))}`).join(', '),
    'Validation error': training.validationError?.toPrecision(4),
    'Validation loss': training.validationLoss?.toPrecision(4),
    Training: training.epochs && `${training.trainingRows} rows, epoch ${training.bestEpoch} of ${training.epochs} kept, ${training.parameters} parameters`,
    'Rows scored': drift && `${drift.rows}, ${drift.isDrifting ? 'they no longer look like the training rows' : drift.remark ?? 'no drift seen'}`,
    Versions: Object.entries(card.versions).filter(([, version]) => version).map(([name, version]) => `${name} ${version}`).join(', '),
    Refused: card.refused && `${card.refused.version} at ${card.refused.at}: ${card.refused.reason}`,
  };
  at('facts').replaceChildren(...Object.entries(facts).filter(([, value]) => value).flatMap(([name, value]) => [
    Object.assign(document.createElement('dt'), { textContent: name }), Object.assign(document.createElement('dd'), { textContent: value })]));
}

function span(text, kind) {
  return Object.assign(document.createElement('span'), { textContent: text, className: kind });
}

at('model').addEventListener('change', choose);
at('row').addEventListener('submit', predict);
at('example').addEventListener('click', () => fill(at('row'), card.input, card.example));
at('key').addEventListener('submit', event => {
  event.preventDefault();
  sessionStorage.setItem('key', at('key-value').value);
  start();
});
start();
