/** Texts cut into pieces as WordPiece would, with the special tokens of BERT around them. */
import type { PanelToken } from '../../src/protocol/panel';

const english = `The lamp on the old harbour wall turned slowly, and every ship that saw it knew how far the rocks were.
When the keeper fell ill, his daughter climbed the stairs each evening to wind the clockwork, because nobody in the
village trusted the new electric motor. She counted the turns aloud; it kept her awake. One night the fog was so thick
that the beam lit nothing but itself, and she rang the bell instead. A trawler answered three times. In the morning the
captain brought her a basket of mackerel and asked whether she had been afraid. “Only of forgetting the count,” she said.
The committee, which had planned to close the station, postponed its decision indefinitely. Unremarkable bureaucratic
procrastination, wrote the local newspaper, had never been so welcome, and the lamp went on turning for eleven years.
Nobody counted any more, but the daughter, who had moved to the city, still woke at the hour when the spring ran down.`;

const chinese = `老港口的灯塔每天晚上都会慢慢转动，看到它的船都知道离礁石还有多远。守塔人生病以后，他的女儿每天傍晚爬上楼梯去给发条上劲，
因为村里没有人相信新的电动机。她大声数着圈数，这样就不会睡着。有一天夜里雾太浓，灯光只照亮了它自己，于是她敲响了钟。一艘渔船回答了三次。
早上船长送来一篮鱼，问她害不害怕。她说：“我只怕忘了数到几。”委员会本来打算关闭灯塔，后来把决定无限期推迟了。`;

/** The first `length` tokens of a text, `[CLS]` and `[SEP]` included. */
export function tokensOf(language: 'en' | 'zh', length: number): readonly PanelToken[] {
  const text = language === 'en' ? english : chinese;
  const pieces = [...text.matchAll(/\p{Script=Han}|[\p{L}\p{N}]+|[^\s]/gu)].flatMap(([word]) =>
    pieceOf(word),
  );
  const inner = Array.from({ length: length - 2 }, (_, at) => pieces[at % pieces.length] ?? '');
  return [
    { text: '[CLS]', special: true },
    ...inner.map((piece) => ({ text: piece, special: false })),
    { text: '[SEP]', special: true },
  ];
}

/** Long words in two or three pieces. */
function pieceOf(word: string): readonly string[] {
  if (word.length <= 8) return [word];
  if (word.length <= 12) return [word.slice(0, 6), word.slice(6)];
  return [word.slice(0, 5), word.slice(5, 10), word.slice(10)];
}
