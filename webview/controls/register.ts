/**
 * The only folder that knows `@vscode/webview-ui-toolkit`. The toolkit is archived: to swap it, rewrite this folder and
 * keep its functions.
 */
import {
  type Button,
  type Checkbox,
  type Dropdown,
  type Link,
  type Option,
  type Radio,
  type RadioGroup,
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeLink,
  vsCodeOption,
  vsCodeProgressRing,
  vsCodeRadio,
  vsCodeRadioGroup,
} from '@vscode/webview-ui-toolkit';

declare global {
  /** The classes that are registered below under these names. */
  interface HTMLElementTagNameMap {
    'vscode-button': Button;
    'vscode-checkbox': Checkbox;
    'vscode-dropdown': Dropdown;
    'vscode-link': Link;
    'vscode-option': Option;
    'vscode-radio': Radio;
    'vscode-radio-group': RadioGroup;
  }
}

/** Makes the controls' elements known to the page; call it before any of them is created. */
export function registerControls(): void {
  provideVSCodeDesignSystem().register(
    vsCodeButton(),
    vsCodeCheckbox(),
    vsCodeDropdown(),
    vsCodeLink(),
    vsCodeOption(),
    vsCodeProgressRing(),
    vsCodeRadio(),
    vsCodeRadioGroup(),
  );
}
