import { InMemoryTargetGroupStore } from '@target-eye/domain/testing';
import { TargetGroupService } from '@target-eye/domain';
import request from 'supertest';
import { createLogger } from '../logger.js';
import { createApp } from './app.js';

function newApp() {
  return createApp({
    service: new TargetGroupService(new InMemoryTargetGroupStore()),
    health: { countGroups: () => 0, listUnreadable: () => [] },
    log: createLogger('error'),
    accessLog: undefined,
    maxBodySize: 8 * 1024 * 1024,
  });
}

describe('the REST API', () => {
  test('shows what was put', async () => {
    const app = newApp();
    await request(app)
      .put('/payments/prod')
      .send({ targets: ['h:1'] })
      .expect(200);
    const shown = await request(app).get('/payments/prod').expect(200);
    expect(shown.body).toEqual([{ targets: ['h:1'], labels: { job: 'payments', env: 'prod' } }]);
  });
});
