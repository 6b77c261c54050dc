import { describeWorkbench } from './harness/suite';
import { describeBadInput } from './suites/badInput';
import { describeEditing } from './suites/editing';
import { describeExplaining } from './suites/explaining';
import { describeModels } from './suites/models';
import { describePanel } from './suites/panel';
import { describeThemes } from './suites/themes';
import { files } from './texts';

describeWorkbench('the newest VS Code', { name: 'newest', version: 'newest', files }, (workbench) => {
  describeExplaining(workbench);
  describePanel(workbench);
  describeEditing(workbench);
  describeModels(workbench);
  describeThemes(workbench);
  describeBadInput(workbench);
});
