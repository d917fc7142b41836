import { setTimeout as sleep } from 'node:timers/promises';
import { FLEET, pathOfMember } from '../collection/groups.mjs';
import { processorTimeOf, send } from '../collection/send.mjs';
import { startProbe, startTargetEye } from '../processes.mjs';
import { startPrometheus } from '../prometheus.mjs';
import { report } from '../report.mjs';
import { inTurn, medianOf } from '../rounds.mjs';
import { measureDelay } from './delay.mjs';
import { startRecording } from './recording.mjs';

/** How long is watched what a wait costs, in seconds: several polls. */
const WATCHED = 10;

/** How many polls it is that must not take much memory. */
const REMEMBERED = 20;

/** How many requests wait at once where it is about many. */
const WAITING = 1000;

/** What the page asks for with every letter, where it leaves the filter to the service. */
const WITH_STATUSES = '/api/v1/groups?limit=200&statuses=true&search=nowhere%20to%20be%20found';

/** What does it cost to know what became of the targets, and whom does it keep waiting? */
export async function measureStatus({ program, home, directoryWith, rounds }) {
  const directory = directoryWith(FLEET);
  const prometheus = await startPrometheus(home, jobsOf(directory));
  await prometheus.discovered(4 * FLEET);
  // Two of its own delays of 5 s at most.
  await sleep(12_000);
  const recording = await startRecording(prometheus);
  const server = await startTargetEye(program, directory, { PROMETHEUS_URLS: recording.url });
  const probe = startProbe('GET', `${server.url}${pathOfMember(0)}`);
  await sleep(3000);
  const idle = recording.polls();
  const before = await server.memory();
  const most = await server.mostMemory(async () => {
    // Whatever is asked for is kept once it was asked for twice.
    for (let polls = 0; polls < REMEMBERED; polls += recording.polls()) await wait(server.url, WATCHED);
  });
  await prometheus.stop();
  const taken = await inTurn(rounds, {
    alone: async () => (await probe.during(() => sleep(WATCHED * 1000))).at(-1),
    waited: async () => (await probe.during(() => wait(server.url, WATCHED))).at(-1),
    summary: async () => (await probe.during(() => send(`${server.url}/api/v1/status`))).at(-1),
    milliseconds: async () => (await send(`${server.url}/api/v1/status`)).milliseconds,
    typed: async () => (await send(server.url + WITH_STATUSES)).milliseconds,
    meanwhile: async () => (await probe.during(() => send(server.url + WITH_STATUSES))).at(-1),
    processor: async () => {
      await sleep(3000);
      recording.polls();
      const nothing = await processorTimeOf(server, () => sleep(WATCHED * 1000));
      const time = await processorTimeOf(server, () => wait(server.url, WATCHED));
      return (time - nothing) / recording.polls();
    },
    many: async () => {
      recording.polls();
      await Promise.all(Array.from({ length: WAITING }, () => wait(server.url, WATCHED)));
      return recording.polls();
    },
    nobody: async () => {
      await sleep(1000);
      recording.polls();
      await sleep(5000);
      return recording.polls();
    },
  });
  tell({ idle, memory: most - before, taken, megabytes: recording.size() / 1e6 });
  for (const each of [probe, server, recording]) await each.stop();
  await measureDelay({ program, home });
}

/** Two pools that share the groups: each keeps the half that the other drops. */
function jobsOf(directory) {
  const job = (name, action) => ({
    job_name: name,
    scrape_interval: '1h',
    file_sd_configs: [{ files: [`${directory}/*.json`] }],
    relabel_configs: [{ source_labels: ['job'], regex: '.*[02468]', action }],
  });
  return [job('even', 'keep'), job('odd', 'drop')];
}

/** Waits for what never comes, for so many seconds. */
async function wait(url, seconds) {
  const response = await fetch(`${url}/api/v1/groups${pathOfMember(0)}/status?wait=up&timeout=${seconds}s`);
  const text = await response.text();
  if (response.status !== 504) throw new Error(`${response.status} ${text}`);
}

function tell({ idle, memory, taken, megabytes }) {
  const of = (name) => medianOf(taken, (round) => round[name]);
  const work = `poll of ${2 * FLEET} targets in 2 pools`;
  report({ work: `${work}, length of the answers as sent`, value: megabytes, unit: 'MB' });
  report({ work: 'the longest wait of others without a poll', value: of('alone'), unit: 'ms' });
  report({ work: `${work}, the longest wait of others`, value: of('waited'), unit: 'ms', atMost: 50 });
  report({ work: `${work}, memory at most, ${REMEMBERED} times`, value: memory, unit: 'MiB', atMost: 150 });
  report({ work: `${work}, processor time`, value: of('processor'), unit: 'ms' });
  report({ work: `/api/v1/status of ${FLEET} groups`, value: of('milliseconds'), unit: 'ms' });
  report({ work: `the same, the longest wait of others`, value: of('summary'), unit: 'ms', atMost: 50 });
  report({ work: `a search with statuses in ${FLEET} groups`, value: of('typed'), unit: 'ms', atMost: 100 });
  report({ work: `the same, the longest wait of others`, value: of('meanwhile'), unit: 'ms', atMost: 50 });
  const atMost = WATCHED / 2 + 1;
  report({ work: `polls in ${WATCHED} s for ${WAITING} waiting requests`, value: of('many'), unit: '', atMost });
  report({ work: 'polls while nobody wants to know', value: idle + of('nobody'), unit: '', atMost: 0 });
}
