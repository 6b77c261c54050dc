export interface Slider {
  readonly element: HTMLElement;
  /** @param share 0 to 1 */
  update(text: string, share: number): void;
}

/** A share from 0 to 1, in steps of 0.05. The toolkit has no slider: this is the browser's own. */
export function createSlider(name: string, onChange: (share: number) => void): Slider {
  const input = document.createElement('input');
  input.type = 'range';
  input.min = '0';
  input.max = '100';
  input.step = '5';
  input.dataset.control = name;
  const words = document.createElement('span');
  const label = document.createElement('label');
  label.className = 'slider';
  label.append(words, input);
  input.addEventListener('input', () => {
    onChange(Number(input.value) / 100);
  });
  return {
    element: label,
    update: (text, share) => {
      if (words.textContent !== text) words.textContent = text;
      const value = String(Math.round(share * 100));
      if (input.value !== value) input.value = value;
      input.setAttribute('aria-valuetext', text);
    },
  };
}
