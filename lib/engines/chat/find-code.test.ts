import { describe, expect, it } from 'vitest';
import embedTask from '../embeddings/worker.ts';
import { answer } from './assistant.ts';
import type { ChatMessage } from './chat-message.ts';
import { codeBlocks } from './code-blocks.ts';
import { definitionsOf } from './code-definitions.ts';
import { CODER_MODEL } from './model-names.ts';

const TS = `import { x } from 'y';

export function parseDate(text: string): Date {
  const parts = text.split('-');
  return new Date(parts[0]);
}

class Store {
  save(item: Item): void {
    this.items.push(item);
  }
}

const LIMIT = 10;
const load = async (id: string) => {
  return parseDate(id);
};`;
const PYTHON = `def area(radius):
    pi = 3.14
    return pi * radius ** 2

class Circle:
    def __init__(self, radius):
        self.radius = radius

    def size(self):
        return area(self.radius)`;
const fenced = (language: string, code: string) => `\`\`\`${language}\n${code}\n\`\`\``;
const user = (text: string): ChatMessage => ({ role: 'user', text });

async function ask(code: string, question: string): Promise<string> {
  const options = { model: CODER_MODEL, embed: (texts: readonly string[]) => embedTask({ texts }) };
  return (await answer([user(code), user(question)], options)).text;
}

describe('code of a conversation', () => {
  it('is found between fences, closed or not, and without any', () => {
    expect(codeBlocks([user(`Look:\n${fenced('ts', TS)}\nand\n~~~\nrm x\n~~~`)])).toMatchObject([
      { number: 1, language: 'ts', place: 'your message 1' },
      { number: 2, language: '', lines: ['rm x'] },
    ]);
    expect(codeBlocks([user('```py\nprint(1)')])).toMatchObject([{ lines: ['print(1)'] }]);
    expect(codeBlocks([user(`My program:\n${PYTHON}\nWhat is wrong?`)])).toMatchObject([
      { lines: PYTHON.split('\n') },
    ]);
    expect(codeBlocks([user('Only prose here.\nAnd a second line.\nAnd more of it.')])).toEqual([]);
  });

  it('has definitions with their extent', () => {
    const of = (code: string) =>
      definitionsOf(codeBlocks([user(fenced('', code))])).map(
        ({ name, kind, first, last }) => `${name} ${kind} ${first + 1}-${last + 1}`,
      );
    expect(of(TS)).toEqual([
      'parseDate function 3-6',
      'parts variable 4-4',
      'Store class 8-12',
      'save function 9-11',
      'LIMIT variable 14-14',
      'load function 15-17',
    ]);
    expect(of(PYTHON)).toEqual([
      'area function 1-3',
      'Circle class 5-10',
      '__init__ function 6-7',
      'size function 9-10',
    ]);
    expect(of('func (s *Store) Save(x int) error {\n\treturn nil\n}')).toEqual([
      'Save function 1-3',
    ]);
    expect(of('pub fn main() {\n    run();\n}')).toEqual(['main function 1-3']);
    expect(of('CREATE TABLE users (\n  id INT\n);')).toEqual(['users type 1-3']);
  });
});

describe('the coder', () => {
  it('shows where a name is defined, and its lines', async () => {
    const text = await ask(fenced('ts', TS), 'What does `parseDate` do?');
    expect(text).toContain('```ts\nexport function parseDate(text: string): Date {\n  const parts');
    expect(text).toContain('block 1 in your message 1, lines 3–6');
  });

  it('lists uses and definitions', async () => {
    const uses = await ask(fenced('ts', TS), 'Where is parseDate called?');
    expect(uses).toContain('line 16: `return parseDate(id);`');
    const list = await ask(fenced('py', PYTHON), 'List all functions');
    expect(list.match(/^- `\w+`/gm)).toEqual(['- `area`', '- `__init__`', '- `size`']);
    expect(await ask(fenced('py', PYTHON), 'Which interfaces are there?')).toMatch(
      /Circle|no interfaces/,
    );
  });

  it('finds lines by what they are about', async () => {
    expect(await ask(fenced('ts', TS), 'Which code saves an item?')).toContain(
      'this.items.push(item)',
    );
  });

  it('gives an overview of code without a question', async () => {
    expect(await ask('hi', `Here is my code:\n${fenced('ts', TS)}`)).toMatch(
      /17 lines, which define/,
    );
  });

  it('does not pretend to explain or repair', async () => {
    const text = await ask(fenced('ts', TS), 'Fix the bug in load()');
    expect(text).toContain('const load = async');
    expect(text).toContain('I cannot write');
  });

  it('answers like the other model where there is no code', async () => {
    expect(await ask('The build takes four minutes.', 'How long does the build take?')).toContain(
      'four',
    );
  });
});
