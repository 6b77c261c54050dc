import type { Radio } from '@vscode/webview-ui-toolkit';

export interface RadioOption {
  readonly value: string;
  readonly text: string;
}

export interface RadioGroup {
  readonly element: HTMLElement;
  update(label: string, options: readonly RadioOption[], value: string): void;
}

/** A choice among few options that are all seen. `onChange` hears of the user's choices only. */
export function createRadioGroup(name: string, onChange: (value: string) => void): RadioGroup {
  const element = document.createElement('vscode-radio-group');
  element.dataset.control = name;
  const radios = new Map<string, Radio>();
  let current = '';
  element.addEventListener('change', () => {
    if (element.value === current || !radios.has(element.value)) return;
    current = element.value;
    onChange(current);
  });
  return {
    element,
    update: (label, options, value) => {
      current = value;
      element.setAttribute('aria-label', label);
      for (const [known, radio] of radios) {
        if (options.some((option) => option.value === known)) continue;
        radio.remove();
        radios.delete(known);
      }
      for (const option of options) {
        let radio = radios.get(option.value);
        if (!radio) {
          radio = document.createElement('vscode-radio');
          radio.setAttribute('value', option.value);
          radios.set(option.value, radio);
          element.append(radio);
        }
        if (radio.textContent !== option.text) radio.textContent = option.text;
      }
      if (element.value !== value) element.value = value;
    },
  };
}
