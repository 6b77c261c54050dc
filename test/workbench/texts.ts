/** Texts of the tests' workspaces: one paragraph in one line each, short enough to be drawn whole. */
export const english = 'The animal did not cross the street because it was too tired.';
export const chinese = '昨天晚上,那只黑猫从窗户跳进厨房,把桌子上的鱼吃了。';
export const emoji = 'The 👩‍🚀 saw that the café was closed, so she went home.';

/** What the bundled translator is made for. */
export const cats = 'I love cats.';

export const files = {
  'cats.txt': `${cats}\n`,
  'chinese.txt': `${chinese}\n`,
  'emoji.txt': `${emoji}\n`,
  'english.txt': `${english}\n`,
};
