import { Agent, request } from 'node:http';
import { addressOf } from './groups.mjs';
import { report } from './report.mjs';
import { inTurn, medianOf } from './rounds.mjs';

const SIZES = [10, 140, 400, 2000];
const WAVE = 200;

/** How many requests one figure is taken from: more where each takes less. */
const SAMPLES = { small: 200, large: 40 };
const LARGE = 10_000;

/** Does YAML take the same for each of its bytes, whatever its length? Compared is what it takes longer than JSON. */
export async function measureYaml(url, rounds) {
  const bodies = SIZES.map(bodiesOf);
  const taken = await inTurn(
    rounds,
    Object.fromEntries([
      ...bodies.flatMap(({ targets, yaml, json }) => [
        [`yaml ${targets}`, () => timeOfPut(url, 'yaml', yaml)],
        [`json ${targets}`, () => timeOfPut(url, 'json', json)],
      ]),
      ['wave', () => timeOfWave(url, WAVE, bodiesOf(150).yaml)],
    ]),
  );
  const perByte = bodies.map(({ targets, yaml }) => {
    const longer = medianOf(taken, (round) => round[`yaml ${targets}`] - round[`json ${targets}`]);
    return longer / yaml.length;
  });
  for (const [index, { targets }] of bodies.entries())
    report({
      work: `PUT of ${targets} targets in YAML`,
      value: medianOf(taken, (round) => round[`yaml ${targets}`]),
      unit: 'ms',
      ratio: perByte[index] / Math.min(...perByte),
      to: 'the least beyond JSON for a byte',
      atMost: 2,
    });
  report({
    work: `${WAVE} PUTs of 150 targets in YAML at once`,
    value: medianOf(taken, ({ wave }) => wave),
    unit: 's',
    atMost: 3,
  });
}

/** A group of so many targets, in the two media types that are compared. */
function bodiesOf(targets) {
  const addresses = Array.from({ length: targets }, (_, host) => addressOf(host));
  const yaml = `targets:\n${addresses.map((address) => `- ${address}\n`).join('')}labels: {team: bench}\n`;
  return { targets, yaml, json: JSON.stringify({ targets: addresses, labels: { team: 'bench' } }) };
}

/**
 * PUT of one group, again and again on one connection. It stays as it is after the first time, so that the disk has no
 * part in it.
 * @returns the fewest milliseconds that one took, because whatever else the machine does only adds to them
 */
async function timeOfPut(url, type, body) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  let fewest = Infinity;
  const samples = body.length < LARGE ? SAMPLES.small : SAMPLES.large;
  for (let sample = 0; sample < samples; sample += 1) {
    const begin = performance.now();
    await send(`${url}/yaml/prod`, type, body, agent);
    fewest = Math.min(fewest, performance.now() - begin);
  }
  agent.destroy();
  return fewest;
}

/** PUT of as many groups at once, a connection for each. @returns seconds until all are stored */
async function timeOfWave(url, groups, body) {
  const agent = new Agent({ maxSockets: groups });
  const begin = performance.now();
  await Promise.all(
    Array.from({ length: groups }, (_, group) =>
      send(`${url}/wave-${group}/prod`, 'yaml', `# ${begin}\n${body}`, agent),
    ),
  );
  return (performance.now() - begin) / 1000;
}

function send(url, type, body, agent) {
  const headers = { 'content-type': `application/${type}`, 'content-length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'PUT', headers, agent }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`PUT ${url}: ${response.statusCode}`));
      response.resume().on('end', resolve).on('error', reject);
    });
    sent.on('error', reject).end(body);
  });
}
