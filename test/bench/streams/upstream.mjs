// A llama.cpp router with one loaded model, as fast as it can be: a whole answer, or a stream of 20 tokens.
import { createServer } from 'node:http';

const models = JSON.stringify({ data: [{ id: 'm', status: { value: 'loaded', args: [] } }] });
const whole = JSON.stringify({ choices: [{ message: { role: 'assistant', content: 'hello' } }] });
const token = `data: ${JSON.stringify({ id: 'c', choices: [{ index: 0, delta: { content: 'hello' } }] })}\n\n`;

createServer((req, res) => {
  let body = '';
  req.on('data', (chunk) => (body += chunk));
  req.on('end', () => {
    if (req.method === 'GET') return res.end(models);
    if (!body.includes('"stream":true'))
      return res.writeHead(200, { 'content-type': 'application/json' }).end(whole);
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    let left = 20;
    const next = () => {
      if (left-- === 0) return res.end('data: [DONE]\n\n');
      res.write(token);
      setImmediate(next);
    };
    next();
  });
}).listen(0, '127.0.0.1', function () {
  process.send(this.address().port);
});
