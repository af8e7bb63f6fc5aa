import { describe, expect, it } from 'vitest';
import { answerOf, expressionOf, textOfRepr } from '../kernel';

const reply = (json: string): unknown => ({
  status: 'ok',
  data: { 'text/plain': `'${json.replace(/\\/g, '\\\\')}'` }
});

describe('a question to the kernel', () => {
  it('is one expression that leaves no name', () => {
    expect(expressionOf({ do: 'refusal' })).toBe(
      `__import__('ckpt_magic.magics.intents', fromlist=['answer']).answer('{"do":"refusal"}')`
    );
  });

  it('is ASCII without a way out of its literal', () => {
    const asked = expressionOf({
      do: 'resume',
      id: 'a',
      store: "it's \\ ü\n",
      consent: false,
      heard: [],
      notebook: null
    });
    const literal = asked.slice(asked.indexOf("answer('{") + 7, -1);
    expect(literal).toMatch(/^'([^'\\]|\\['\\])*'$/);
    expect(asked).toMatch(/^[\x20-\x7e]*$/);
    expect(JSON.parse(textOfRepr(literal)).store).toBe("it's \\ ü\n");
  });
});

describe('an answer of the kernel', () => {
  it('is read from the repr of a text with quotes, backslashes and newlines', () => {
    const text = 'say "hi", it\\u0027s C:\\\\x\\nnext \\u00fc';
    expect(answerOf(reply(`{"ok": true, "text": "${text.replace(/"hi"/, '\\"hi\\"')}"}`)).text).toBe(
      'say "hi", it\'s C:\\x\nnext ü'
    );
  });

  it('names the package that a kernel does not have', () => {
    const missing = { status: 'error', ename: 'ModuleNotFoundError', evalue: "No module named 'ckpt_magic'" };
    expect(() => answerOf(missing)).toThrow(/No module named 'ckpt_magic'/);
  });

  it('is an error when there is none', () => {
    expect(() => answerOf(undefined)).toThrow('no answer');
  });
});
