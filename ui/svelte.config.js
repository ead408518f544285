import adapter from '@sveltejs/adapter-static';

/** @type {import('@sveltejs/kit').Config} */
export default {
  kit: {
    // One page that asks Rust for everything: whatever path the window is on, index.html answers.
    adapter: adapter({ pages: 'dist', assets: 'dist', fallback: 'index.html' }),
  },
};
