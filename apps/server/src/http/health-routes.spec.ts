import express from 'express';
import request from 'supertest';
import { groupKey } from '@target-eye/domain';
import { type Health, healthRoutes } from './health-routes.js';

const MD5 = '0cc175b9c0f1b6a831c399e269772661.json';

function appWith(health: Partial<Health>) {
  return express().use(healthRoutes({ countGroups: () => 0, listUnreadable: () => [], ...health }));
}

describe('/-/healthy', () => {
  test('says how many groups there are', async () => {
    const response = await request(appWith({ countGroups: () => 7 }))
      .get('/-/healthy')
      .expect(200)
      .expect('Content-Type', 'application/json');
    expect(response.body).toEqual({ status: 'healthy', groups: 7, unreadable: [] });
  });

  test('shows the unreadable files: by their group where it is known, by their name where not', async () => {
    const unreadable = [
      { name: 'payments@prod.json', key: groupKey('payments', 'prod'), reason: 'it is not valid UTF-8' },
      { name: MD5, key: undefined, reason: 'it is not JSON' },
    ];
    const response = await request(appWith({ listUnreadable: () => unreadable }))
      .get('/-/healthy')
      .expect(200);
    expect(response.body).toMatchObject({
      unreadable: [
        { application: 'payments', environment: 'prod', reason: 'it is not valid UTF-8' },
        { file: MD5, reason: 'it is not JSON' },
      ],
    });
  });
});

describe('/-/ready', () => {
  test('is 200 while requests are taken', async () => {
    const response = await request(appWith({})).get('/-/ready').expect(200).expect('Content-Type', 'application/json');
    expect(response.body).toEqual({ status: 'ready' });
  });
});
