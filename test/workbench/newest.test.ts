import { describeWorkbench } from './harness/suite';
import { describeBadInput } from './suites/badInput';
import { describeEditing } from './suites/editing';
import { describeExplaining } from './suites/explaining';
import { describeGettingModels } from './suites/gettingModels';
import { describeModels } from './suites/models';
import { describePanel } from './suites/panel';
import { describeThemes } from './suites/themes';
import { files } from './texts';

describeWorkbench('the newest VS Code', { name: 'newest', version: 'newest', files }, (workbench) => {
  describeExplaining(workbench);
  describePanel(workbench);
  describeEditing(workbench);
  describeModels(workbench);
  describeGettingModels(workbench);
  describeThemes(workbench);
  describeBadInput(workbench);
});
