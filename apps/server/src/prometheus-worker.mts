import { parentPort } from 'node:worker_threads';
import { PrometheusAsker } from './prometheus-api/asking/ask-prometheus.js';
import { type Question, transferred } from './prometheus-api/question.js';

const asker = new PrometheusAsker();

/** The entry of the thread that asks a Prometheus; it answers each message, which is one question, with another. */
parentPort?.on('message', (question: Question) => {
  void asker.ask(question).then((answer) => {
    parentPort?.postMessage(answer, transferred(answer));
  });
});
