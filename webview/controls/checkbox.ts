export interface Checkbox {
  readonly element: HTMLElement;
  update(text: string, checked: boolean): void;
}

/** `onChange` hears of the user's changes only. */
export function createCheckbox(name: string, onChange: (checked: boolean) => void): Checkbox {
  const element = document.createElement('vscode-checkbox');
  element.dataset.control = name;
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
