// web/apiary/common.ts - what the scripts of all pages are made of: imported by each of them, it becomes one file that is fetched once.

import 'texts/basics.ts';
import 'texts/counted.ts';
import 'texts/state.ts';
import '../shared/ask.ts';
import '../shared/backoff.ts';
import '../shared/colour_scale.ts';
import '../shared/dom.ts';
import '../shared/format.ts';
import '../shared/frame.ts';
import '../shared/live.ts';
import '../shared/preferences.ts';
import '../shared/time.ts';
import './alerts/item.ts';
import './answers.ts';
import './api.ts';
import './cells.ts';
import './lines.ts';
import './loader.ts';
import './notices.ts';
import './ramp.ts';
import './range.ts';
import './ready.ts';
import './site_api.ts';
import './spectrogram.ts';
import './status.ts';
