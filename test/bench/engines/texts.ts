/** Sentences spoken and heard again; plain prose of our own. */
export const SENTENCES: readonly string[] = [
  'The weather was warm and sunny when we went to the market this morning.',
  'We bought bread and cheese and some apples for the children.',
  'In the afternoon my sister came to visit us and we had a long talk in the garden.',
  'The old house at the end of the street has a red door and four small windows.',
  'My brother wants to travel around the world in a boat with two friends.',
  'Please remember to close the window before you leave the room.',
  'The train to the city leaves every morning at seven and comes back in the evening.',
  'She opened the letter slowly and read it twice before she said a word.',
  'A good book and a cup of tea are all that I need on a rainy day.',
  'They walked along the river until the sun went down behind the hills.',
];
