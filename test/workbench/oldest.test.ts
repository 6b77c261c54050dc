import { describeWorkbench } from './harness/suite';
import { describeEditing } from './suites/editing';
import { describeExplaining } from './suites/explaining';
import { describePanel } from './suites/panel';
import { files } from './texts';

describeWorkbench(
  'the oldest supported VS Code',
  { name: 'oldest', version: 'oldest', files },
  (workbench) => {
    describeExplaining(workbench);
    describePanel(workbench);
    describeEditing(workbench);
  },
);
