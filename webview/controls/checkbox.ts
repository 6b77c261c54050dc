import type { Checkbox as ToolkitCheckbox } from '@vscode/webview-ui-toolkit';

export interface Checkbox {
  readonly element: HTMLElement;
  update(text: string, checked: boolean): void;
}

/** `onChange` hears of the user's changes only. */
export function createCheckbox(name: string, onChange: (checked: boolean) => void): Checkbox {
  // SAFETY: the name is registered for this class in register.ts.
  const element = document.createElement('vscode-checkbox') as ToolkitCheckbox;
  element.dataset['control'] = name;
  let current = false;
  element.addEventListener('change', () => {
    if (element.checked === current) return;
    current = element.checked;
    onChange(current);
  });
  return {
    element,
    update: (text, checked) => {
      current = checked;
      if (element.textContent !== text) element.textContent = text;
      if (element.checked !== checked) element.checked = checked;
    },
  };
}
