import type { Downloads } from '../hub/downloads';
import type { HubAccess } from '../hub/hubAccess';
import type { Explainer } from '../explainer';
import type { Models } from '../models/models';
import type { RecentModels } from '../models/recentModels';
import type { TokenizerChoices } from '../models/tokenizerChoices';
import type { Store } from '../state';

/** What the commands that choose and fetch models work with. */
export interface ModelParts {
  readonly store: Store;
  readonly explainer: Explainer;
  readonly models: Models;
  readonly recent: RecentModels;
  readonly downloads: Downloads;
  readonly hub: HubAccess;
  readonly tokenizers: TokenizerChoices;
}
