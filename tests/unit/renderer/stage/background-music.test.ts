// @vitest-environment happy-dom
import { beforeEach, expect, it } from 'vitest';
import { createBackgroundMusic, isHeard } from '../../../../renderer/stage/background-music.ts';
import { createFakeClock, type FakeClock } from '../../../support/fakes/fake-clock.ts';
import { sampleItem } from '../../../support/sample-program.ts';

const [one, two, three] = ['one', 'two', 'three'].map((key) =>
  sampleItem(key, { kind: 'audio', muted: false }),
);
const picture = sampleItem('picture');
const voice = sampleItem('voice', { kind: 'video', muted: false });
let clock: FakeClock;
let audio: HTMLAudioElement;

function makeAudio(): HTMLAudioElement {
  audio = document.createElement('audio');
  audio.play = () => Promise.resolve();
  audio.load = () => undefined;
  return audio;
}

beforeEach(() => {
  clock = createFakeClock();
});

const tracks = () => [one, two].flatMap((track) => track ?? []);
const playing = (): string | undefined => audio.getAttribute('src')?.slice('/media/'.length);
const tell = (name: string): boolean => audio.dispatchEvent(new Event(name));

it('plays its tracks one after the other and again, and goes on where it is when another comes', () => {
  const music = createBackgroundMusic(makeAudio, clock);
  music.play(tracks());
  expect(playing()).toBe('one');
  tell('ended');
  expect(playing()).toBe('two');
  music.play([...tracks(), three ?? picture]);
  expect(playing()).toBe('two');
  tell('ended');
  expect(playing()).toBe('three');
  tell('ended');
  expect(playing()).toBe('one');
  music.play([]);
  expect(playing()).toBeUndefined();
  music.stop();
});

it('is a tenth as loud within 300 ms of a voice, at any volume, and comes back after it', async () => {
  const music = createBackgroundMusic(makeAudio, clock);
  music.setVolume(50);
  music.play(tracks());
  music.hearItem(picture);
  expect(audio.volume).toBe(0.5);
  music.hearItem(voice);
  await clock.advance(300);
  expect(audio.volume).toBeCloseTo(0.05, 5);
  music.setVolume(20);
  expect(audio.volume).toBeCloseTo(0.02, 5);
  music.hearItem(null);
  await clock.advance(300);
  expect(audio.volume).toBeCloseTo(0.2, 5);
  expect(clock.pendingTimers()).toBe(0);
  music.stop();
});

it('goes past a track that does not play, and tries them again later where none does', async () => {
  const music = createBackgroundMusic(makeAudio, clock);
  music.play(tracks());
  tell('error');
  expect(playing()).toBe('two');
  tell('error');
  tell('error');
  expect(playing()).toBe('two');
  await clock.advance(30_000);
  expect(playing()).toBe('one');
  tell('playing');
  music.stop();
});

it('takes a silent video, a picture and a page for nothing that is heard', () => {
  expect(
    [voice, picture, sampleItem('v', { kind: 'video' }), sampleItem('w', { kind: 'web', muted: false })].map(
      isHeard,
    ),
  ).toEqual([true, false, false, false]);
});
