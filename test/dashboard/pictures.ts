import type { Page } from 'playwright-core';
import { speech } from './stub/sound.ts';
import { ANNA } from './stub/voices-scene.ts';

/** What is pictured: a view, and what is done in it before. */
export interface Picture {
  readonly name: string;
  readonly hash: string;
  readonly act: (page: Page) => Promise<void>;
}

const wait =
  (selector: string) =>
  async (page: Page): Promise<void> => {
    await page.locator(selector).first().waitFor();
  };

const recording = (hiss = 0) => ({
  name: 'conversation.wav',
  mimeType: 'audio/wav',
  buffer: speech(8, 24_000, hiss),
});

export const PICTURES: readonly Picture[] = [
  { name: 'overview', hash: 'overview', act: wait('.matrix-row >> nth=6') },
  { name: 'backends', hash: 'backends', act: wait('text=failed call') },
  { name: 'models', hash: 'models/Qwen3-8B-Q4_K_M', act: wait('text=Runtime Context Size') },
  {
    name: 'voices',
    hash: `voices/${ANNA}`,
    act: async (page) => {
      await page.getByRole('button', { name: 'Try it' }).click();
      await page.getByRole('button', { name: 'Listen to ref_001.wav' }).click();
      await page.locator('.waveform >> nth=1').waitFor();
    },
  },
  {
    name: 'chat',
    hash: 'playground/chat',
    act: async (page) => {
      await page.getByLabel('Message').fill('What does a circuit breaker do?');
      await page.keyboard.press('Enter');
      await page.locator('text=41 tokens').waitFor();
    },
  },
  {
    name: 'speak',
    hash: 'playground/speak',
    act: async (page) => {
      await page.getByRole('button', { name: 'Speak' }).click();
      await page.locator('text=total').waitFor();
      await page.locator('.waveform').waitFor();
    },
  },
  {
    name: 'transcribe',
    hash: 'playground/transcribe',
    act: async (page) => {
      await page.locator('input[type=file]').setInputFiles(recording());
      await page.getByRole('button', { name: 'Transcribe' }).click();
      await page.getByRole('button', { name: 'train' }).click();
      await page.locator('.word[data-now=true]').waitFor();
    },
  },
  {
    name: 'diarize',
    hash: 'playground/diarize',
    act: async (page) => {
      await page.locator('input[type=file]').setInputFiles(recording());
      await page.getByRole('button', { name: 'Tell the speakers apart' }).click();
      await page.locator('.lane >> nth=2').waitFor();
    },
  },
  {
    name: 'verify',
    hash: 'playground/verify',
    act: async (page) => {
      await page.locator('input[type=file]').first().setInputFiles(recording());
      await page.locator('input[type=file]').first().setInputFiles(recording(0.05));
      await page.getByRole('button', { name: 'Compare' }).click();
      await page.locator('.gauge').waitFor();
    },
  },
  {
    name: 'denoise',
    hash: 'playground/denoise',
    act: async (page) => {
      await page.locator('input[type=file]').setInputFiles(recording(0.06));
      await page.getByRole('button', { name: 'Remove the noise' }).click();
      await page.locator('.spectrogram >> nth=1').waitFor();
    },
  },
  {
    name: 'convert',
    hash: 'playground/convert',
    act: async (page) => {
      await page.locator('input[type=file]').setInputFiles(recording());
      await page.getByRole('button', { name: 'Convert' }).click();
      await page.locator('text=of what it was').waitFor();
    },
  },
  { name: 'activity', hash: 'activity', act: wait('.request >> nth=60') },
  { name: 'terminal', hash: 'terminal', act: wait('.line >> nth=9') },
  { name: 'api', hash: 'api-docs/tts_synthesize', act: wait('text=Speak a text') },
];
