import { render } from 'preact';
import { watchVersion } from './service/newer-version.js';
import { App, loadOtherViews } from './shell/app.js';

render(<App />, document.body);
watchVersion();
void loadOtherViews();
