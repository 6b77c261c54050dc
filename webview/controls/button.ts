/** A button with words. */
export interface Button {
  readonly element: HTMLElement;
  setText(text: string): void;
}

export function createButton(name: string, onPress: () => void): Button {
  const element = document.createElement('vscode-button');
  element.dataset.control = name;
  element.addEventListener('click', onPress);
  return {
    element,
    setText: (text) => {
      if (element.textContent !== text) element.textContent = text;
    },
  };
}

/** A small button with a picture; the words are for the tooltip and for screen readers. */
export interface IconButton {
  readonly element: HTMLElement;
  setLabel(label: string): void;
  setEnabled(enabled: boolean): void;
}

/** `path` is the data of an SVG path on a square of 16. */
export function createIconButton(name: string, path: string, onPress: () => void): IconButton {
  const element = document.createElement('vscode-button');
  element.dataset.control = name;
  element.setAttribute('aria-label', name);
  element.setAttribute('appearance', 'icon');
  const namespace = 'http://www.w3.org/2000/svg';
  const picture = document.createElementNS(namespace, 'svg');
  picture.setAttribute('viewBox', '0 0 16 16');
  picture.setAttribute('aria-hidden', 'true');
  const shape = document.createElementNS(namespace, 'path');
  shape.setAttribute('d', path);
  picture.append(shape);
  element.append(picture);
  element.addEventListener('click', onPress);
  return {
    element,
    setLabel: (label) => {
      element.setAttribute('aria-label', label);
      element.title = label;
    },
    setEnabled: (enabled) => {
      element.toggleAttribute('disabled', !enabled);
    },
  };
}
