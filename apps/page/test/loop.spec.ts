import { METRICS, refusing, startExporter } from '../../server/test/support/exporters.js';
import { describeWith } from '../../server/test/support/needs.js';
import { type RunningPrometheus, startPrometheus } from '../../server/test/support/running-prometheus.js';
import { hrefOf } from '../src/place/url.js';
import { useBrowser } from './support/browser.js';
import { type PageService, startPageService } from './support/page-service.js';

const KEY = { application: 'payments', environment: 'prod' };

describeWith(['chromium-headless-shell', 'prometheus', 'promtool'])('the page beside a real Prometheus', () => {
  const browser = useBrowser();
  let service: PageService;
  let prometheus: RunningPrometheus;
  beforeAll(async () => {
    service = await startPageService();
    prometheus = await startPrometheus(service.directory);
    await service.restart({ environment: { PROMETHEUS_URLS: `http://${prometheus.address}` } });
  });
  afterAll(async () => {
    await prometheus.stop();
    await service.stop();
  });

  test('registers a target, waits until it is up, and says why another one is not', async () => {
    const exporter = await startExporter(METRICS);
    const page = await browser.open(service.url + hrefOf('new', KEY));
    await page.getByRole('textbox', { name: /^Targets/ }).fill(exporter.address);
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByText(/^stored ✓/).waitFor();
    await page.getByText(/^read ✓/).waitFor();
    await page.getByText(/^scraped ✓/).waitFor();
    await page.getByText(/^up ✓/).waitFor();
    expect(exporter.scrapes.length).toBeGreaterThan(0);

    exporter.turn(refusing(403));
    await page.locator('tbody tr').getByText('server returned HTTP status 403 Forbidden').waitFor();
    await page.goto(service.url + hrefOf('why', { target: exporter.address }));
    await page
      .getByText(/ is down: server returned HTTP status 403 Forbidden — .* does not let Prometheus in/)
      .waitFor();
    await page.goto(service.url + hrefOf('groups', { status: 'down' }));
    await page.getByText('0 / 1 up').waitFor();
  });
});
