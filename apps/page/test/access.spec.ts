import { describeWith } from '../../server/test/support/needs.js';
import { VIEWS } from '../src/place/url.js';
import { useBrowser } from './support/browser.js';
import { type PageService, startPageService } from './support/page-service.js';

const GROUPS = [
  {
    application: 'payments',
    environment: 'prod',
    targets: ['10.3.3.1:9100', '10.3.3.4:9100'],
    labels: { team: 'core' },
  },
  { application: 'search', environment: 'prod', targets: ['10.3.4.1:9100'] },
];

describeWith(['chromium'])('the page', () => {
  const browser = useBrowser();
  let service: PageService;
  beforeAll(async () => {
    service = await startPageService({ groups: GROUPS, hasPrometheus: true });
    service.prometheus?.refusing.add('10.3.3.4:9100');
  });
  afterAll(() => service.stop());

  test.each(VIEWS)('has the view %s', async (view) => {
    const page = await browser.open(`${service.url}#/${view}`);
    expect(await page.locator('h1').count()).toBe(1);
  });

  test('does nothing that its policy forbids, or these tests would say so', async () => {
    const page = await browser.open(service.url);
    const faults = [
      /^violation: connect-src http:\/\/127\.0\.0\.1:1\/x/,
      /^violation: require-trusted-types-for trusted-types-sink Element innerHTML/,
      /^violation: require-trusted-types-for trusted-types-sink HTMLScriptElement text/,
      /^console: oh /,
      /^console: .*(?:This document requires|Content Security Policy)/,
      /^uncaught: Error: ah/,
      /^alert: hello/,
    ];
    for (const fault of faults) browser.expectFault(fault);
    await page.evaluate(async () => {
      const script = document.createElement('script');
      script.append('globalThis.x = 1');
      document.body.append(script);
      const ignore = (): void => undefined;
      await Promise.resolve('<p>')
        .then((html) => (document.body.innerHTML = html), ignore)
        .catch(ignore);
      await fetch('http://127.0.0.1:1/x').catch(ignore);
      console.error('oh');
      alert('hello');
      setTimeout(() => {
        throw new Error('ah');
      });
    });
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve)));
  });
});
