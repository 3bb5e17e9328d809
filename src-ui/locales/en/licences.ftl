### What Doorstep is built from, and the licences of it.

licences-heading = What Doorstep is built from
licences-open = See what Doorstep is built from
licences-says = Many people made the parts of Doorstep, and they let everybody use them. Each part has a licence. It says what you may do with the part. Open a part to read its licence. Licences are in English, as they were written.
licences-looking = Looking …
licences-ours = Doorstep itself
licences-typefaces = The shapes of the letters
licences-packages = Parts that others made: { $count }
licences-source = Where it comes from: { $address }
