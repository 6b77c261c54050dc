import type { Dropdown as ToolkitDropdown } from '@vscode/webview-ui-toolkit';

export interface DropdownOption {
  readonly value: string;
  readonly text: string;
}

export interface Dropdown {
  readonly element: HTMLElement;
  update(options: readonly DropdownOption[], value: string): void;
  setLabel(label: string): void;
}

/** A list of options, one of which is chosen. `onChange` hears of the user's choices only. */
export function createDropdown(name: string, onChange: (value: string) => void): Dropdown {
  const element = document.createElement('div');
  element.className = 'dropdown';
  let dropdown: ToolkitDropdown | undefined;
  let shown: readonly DropdownOption[] = [];
  let current = '';
  let label = '';

  /** The toolkit keeps an old selection when its options are replaced, so new options get a new element. */
  function rebuild(): ToolkitDropdown {
    const created = document.createElement('vscode-dropdown');
    created.dataset.control = name;
    created.setAttribute('aria-label', label);
    for (const { value, text } of shown) {
      const option = document.createElement('vscode-option');
      option.setAttribute('value', value);
      option.textContent = text;
      if (value === current) option.setAttribute('selected', '');
      created.append(option);
    }
    const keydown = created.keydownHandler.bind(created);
    // The toolkit takes the letter of a shortcut such as Ctrl+S for the first letter of an option (its issue 475).
    created.keydownHandler = (event) =>
      event.ctrlKey || event.metaKey || event.altKey ? true : keydown(event);
    created.addEventListener('change', () => {
      // The toolkit also reports changes that code has made.
      if (created.value === current || created.value === '') return;
      current = created.value;
      onChange(current);
    });
    return created;
  }

  return {
    element,
    setLabel: (text) => {
      label = text;
      dropdown?.setAttribute('aria-label', text);
    },
    update: (options, value) => {
      const sameOptions =
        options.length === shown.length &&
        options.every((option, at) => option.value === shown[at]?.value && option.text === shown[at].text);
      current = value;
      if (dropdown && sameOptions) {
        if (dropdown.value !== value) dropdown.value = value;
        return;
      }
      shown = options;
      const hadFocus = element.contains(document.activeElement);
      dropdown = rebuild();
      element.replaceChildren(dropdown);
      if (hadFocus) dropdown.focus();
    },
  };
}
