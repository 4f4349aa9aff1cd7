/** Sets the saved theme before the first paint; without one the system's holds. */
const saved = localStorage.getItem('synapse_theme');
if (saved === 'dark' || saved === 'light') document.documentElement.dataset['theme'] = saved;
