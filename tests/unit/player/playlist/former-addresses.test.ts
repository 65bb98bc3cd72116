import { describe, expect, test } from 'vitest';
import { formerAddresses, haveSameAddresses } from '../../../../src/player/playlist/former-addresses.ts';

const item = (id: string, url: string): { id: string; url: string } => ({ id, url });

describe('the former address of an item', () => {
  test('differs in nothing but its query', () => {
    const before = [item('1', '/a.jpg?sign=1'), item('2', '/b.jpg')];
    const today = [item('1', '/a.jpg?sign=2'), item('2', '/b.jpg'), item('3', '/c.jpg?sign=2')];
    expect([...formerAddresses(today, [before])]).toEqual([['/a.jpg?sign=2', '/a.jpg?sign=1']]);
  });

  test('is found by its place in the address book where the ids are new as well', () => {
    const found = formerAddresses([item('9', '/a.jpg?2')], [[item('1', '/a.jpg?1')]]);
    expect(found.get('/a.jpg?2')).toBe('/a.jpg?1');
  });

  test('is never that of another picture of the same program', () => {
    const before = [item('1', '/picture.php?id=7'), item('2', '/picture.php?id=8')];
    const today = [item('1', '/picture.php?id=8'), item('3', '/picture.php?id=9')];
    expect([...formerAddresses(today, [before])]).toEqual([]);
  });

  test('is told by the id where several share it, whichever stands first', () => {
    const before = [item('1', '/picture.php?id=7&k=1'), item('2', '/picture.php?id=8&k=1')];
    const today = [item('2', '/picture.php?id=8&k=2'), item('1', '/picture.php?id=7&k=2')];
    expect(Object.fromEntries(formerAddresses(today, [before]))).toEqual({
      '/picture.php?id=8&k=2': '/picture.php?id=8&k=1',
      '/picture.php?id=7&k=2': '/picture.php?id=7&k=1',
    });
  });

  test('is that of nobody where one came to share it, or the address is another', () => {
    const today = [item('8', '/a.jpg?2'), item('9', '/a.jpg?3')];
    expect(formerAddresses(today, [[item('1', '/a.jpg?1')]]).size).toBe(0);
    expect(formerAddresses([item('1', '/b.jpg')], [[item('1', '/a.jpg')], []]).size).toBe(0);
  });

  test('is that of an item that a list shows several times', () => {
    const before = [item('1', '/a.jpg?1'), item('2', '/a.jpg?1')];
    expect(formerAddresses([item('8', '/a.jpg?2'), item('9', '/a.jpg?2')], [before]).get('/a.jpg?2')).toBe(
      '/a.jpg?1',
    );
  });

  test('is looked for in one list after the other', () => {
    const found = formerAddresses([item('1', '/a.jpg?3')], [[item('2', '/b.jpg')], [item('1', '/a.jpg?1')]]);
    expect(found.get('/a.jpg?3')).toBe('/a.jpg?1');
  });
});

test('lists with the same addresses', () => {
  expect(haveSameAddresses([item('1', '/a?1'), item('2', '/b')], [item('3', '/b?x'), item('4', '/a')])).toBe(
    true,
  );
  expect(haveSameAddresses([item('1', '/a')], [item('1', '/a'), item('2', '/b')])).toBe(false);
});
