// Tests here are short; one after the other keeps their output readable.
[assembly: DoNotParallelize]
