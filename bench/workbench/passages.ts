/** Two paragraphs of about 128 tokens; the words that are explained stand in each of them once. */
const first = `The old lighthouse stood at the end of the harbour, where the river met the sea. Every
evening a keeper climbed its narrow stairs, lit the lamp and wrote a few lines in a heavy book.
He counted the ships that passed, the storms that came from the west, and the birds that rested
on the railing before they went on. When his daughter asked him why he wrote all this down, he
said that a light is only half of the work: somebody has to remember who needed it. She laughed,
but years later, when the lamp had long been electric, she found the book in a drawer and read it
from the first page to the last.`;

const second = `A small team had been asked to repair the bridge before winter. They measured each beam,
marked the ones that were rotten, and ordered oak from a mill in the valley. The engineer wanted
to close the road for a month, but the farmers needed it for the harvest, so the work was done
at night under lamps. In the third week a flood carried away the scaffolding, and for two days
nobody could cross. Then the water fell, the carpenters came back with ropes and boats, and the
new beams were lifted into place one after the other. On the first frosty morning the mayor drove
over it in an empty cart.`;

export const passages = `${first}\n\n${second}\n`;
/** A word of the first paragraph, one of the second, and another one of the second. */
export const words = ['daughter', 'engineer', 'carpenters'] as const;
