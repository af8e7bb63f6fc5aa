import { describe, expect, it } from 'vitest';
import { errorOf, NotFoundError } from '../errors';

describe('an error of the server', () => {
  it('speaks with the words of the server', () => {
    const error = errorOf(409, '{"message": "it runs", "safe": "nothing was changed", "fix": "stop it"}');
    expect([error.message, error.safe, error.fix]).toEqual(['it runs', 'nothing was changed', 'stop it']);
    expect(error).not.toBeInstanceOf(NotFoundError);
  });

  it.each(['<html>404</html>', '{"message": "no such notebook"}'])('lets the kernel be asked after 404 %s', text => {
    expect(errorOf(404, text)).toBeInstanceOf(NotFoundError);
  });

  it.each(['', 'null', '[1]', '{"message": 7}', '<html>'])('says the status where there are no words: %s', text => {
    expect(errorOf(500, text).message).toContain('500');
  });
});
